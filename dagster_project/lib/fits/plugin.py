"""How the engines come to know the fits: a dbt-duckdb plugin, and a call for a Spark session."""

from __future__ import annotations

import sys

from dbt.adapters.duckdb.plugins import BasePlugin

from dagster_project.lib import fits

DUCKDB_TYPES = {
    fits.WHOLE: "BIGINT",
    fits.REAL: "DOUBLE",
    fits.TEXT: "VARCHAR",
    fits.WHOLES: "BIGINT[]",
    fits.REALS: "DOUBLE[]",
    fits.TEXTS: "VARCHAR[]",
    fits.NUMBERS: "MAP(VARCHAR, DOUBLE)",
}


class Plugin(BasePlugin):
    """Named in profiles.yml; dbt-duckdb calls it for the connection it opens."""

    def configure_connection(self, conn):
        """Register every fit."""
        register_on_duckdb(conn)


def register_on_duckdb(con) -> None:
    """Register every fit for a connection."""
    for function in fits.FUNCTIONS:
        con.create_function(
            function.name,
            function.call,
            [DUCKDB_TYPES[kind] for kind in function.takes],
            DUCKDB_TYPES[function.gives],
            null_handling="special",
        )


def register_on_spark(spark) -> None:
    """Register every fit in a session.

    The code travels with the query, so that workers need numpy and scipy and not this project.
    """
    from pyspark import cloudpickle

    parts = ("numbers", "contractual", "orders", "paths", "response", "allocation")
    parts += ("spending", "splits", "drivers")
    for name in ("", *(f".{part}" for part in parts)):
        cloudpickle.register_pickle_by_value(sys.modules[fits.__name__ + name])
    for function in fits.FUNCTIONS:
        spark.udf.register(function.name, function.call, function.gives)
