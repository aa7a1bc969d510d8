"""One small company, three nights; what a night built is published before the next.

Belongs here: the two builds. What must come out stands in the test modules.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.dbt_crm.company import first_night, second_night
from tests.support.dbt import build
from tests.support.raw import new_warehouse

SELECTION = [
    "+marts.quality",
    "+competitive_win_loss",
    "+competitive_coverage",
    "+competitive_reasons",
]
SELECTION += [
    "cost_bases",
    "+accounts",
    "+opportunity_stages",
    "int_crm_contacts",
    "int_opportunity_contacts",
]


def publish(home: Path) -> None:
    """Copy every mart into the file that the next night compares with."""
    (home / "published.duckdb").unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute(f"attach '{home}/warehouse/pma.duckdb' as pma (read_only)")
        con.execute(f"attach '{home}/published.duckdb' as published")
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'pma' and "
            "schema_name in ('core', 'insights', 'messaging', 'launches', 'adoption', 'quality')"
        ).fetchall()
        for schema, name in tables:
            con.execute(f"create schema if not exists published.{schema}")
            con.execute(f"create table published.{schema}.{name} as from pma.{schema}.{name}")


@pytest.fixture(scope="session")
def nights(tmp_path_factory) -> dict[str, Path]:
    """The warehouse after either night; on the third nothing lands and the diary is lost."""
    home = tmp_path_factory.mktemp("crm")
    duckdb.connect(str(home / "published.duckdb")).close()
    found = {}
    for name, night in (("first", first_night), ("second", second_night)):
        warehouse = home / "warehouse" / "pma.duckdb"
        con = duckdb.connect(str(warehouse)) if warehouse.exists() else new_warehouse(home)
        night(con)
        con.close()
        build(home, SELECTION)
        found[name] = home / f"{name}.duckdb"
        found[name].write_bytes(warehouse.read_bytes())
        publish(home)
    con = duckdb.connect(str(warehouse))
    con.execute("update landing.clock set load_id = 3, build_id = 'third'")
    con.execute("drop table quality.restatements")
    con.close()
    build(home, ["int_clock", "builds", "restatements"])
    found["third"] = warehouse
    return found


@pytest.fixture
def first(nights):
    """Rows of a query after the first night."""
    with duckdb.connect(str(nights["first"]), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


@pytest.fixture
def second(nights):
    """Rows of a query after the second night."""
    with duckdb.connect(str(nights["second"]), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


@pytest.fixture
def third(nights):
    """Rows of a query after the third night."""
    with duckdb.connect(str(nights["third"]), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()
