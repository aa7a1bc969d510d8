"""How DuckDB means to run the models: nothing that grows with the square of the rows.

Belongs here: what a query plan shows before it runs. Does not belong here: how long anything takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dagster_project.lib.fits.plugin import register_on_duckdb
from dagster_project.lib.snapshots import MARTS_FILE
from tests.support.compiled import compiled_models

pytestmark = pytest.mark.xdist_group("nights")

OUTER = {"LEFT", "RIGHT", "OUTER"}


def _operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from _operators(child)


def _all_pairs(con, sql: str) -> list[str]:
    """Conditions of outer joins that compare every row with every other."""
    plans = json.loads(con.execute(f"explain (format json) {sql}").fetchall()[0][1])
    return [
        details["Condition"]
        for plan in plans
        for operator in _operators(plan)
        for details in [operator.get("extra_info", {})]
        if operator["name"] == "BLOCKWISE_NL_JOIN"
        and details["Join Type"] in OUTER
        and details["Condition"] != "false"
    ]


@pytest.fixture(scope="module")
def warehouse(second_night) -> Iterator[duckdb.DuckDBPyConnection]:
    """The private build file after two nights, with what readers see beside it."""
    published = second_night / "published" / "current" / MARTS_FILE
    with duckdb.connect(str(second_night / "warehouse" / "pma.duckdb"), read_only=True) as con:
        register_on_duckdb(con)
        con.execute(f"attach '{published}' as published (read_only)")
        yield con


def test_outer_joins_have_keys(second_night, warehouse):
    """A condition on one side of a left join, or an `or` in it, leaves DuckDB no key to hash: ten
    times the people take a hundred times as long. Macro `key_where` is the way out."""
    models = compiled_models(second_night)
    assert {"touchpoints", "identity_edges"} <= {node["name"] for node, _ in models}
    found = {node["name"]: _all_pairs(warehouse, sql) for node, sql in models}
    assert {name: conditions for name, conditions in found.items() if conditions} == {}


def test_a_join_without_a_key_is_seen(warehouse):
    """The plan still says what the test above looks for."""
    conditions = _all_pairs(
        warehouse,
        "select * from core.sessions as a left join core.sessions as b "
        "on a.channel = 'Direct' and a.session_id = b.session_id",
    )
    assert len(conditions) == 1 and "Direct" in conditions[0]
