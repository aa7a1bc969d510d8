"""What landed reaches the lake: whole tables first, changed days afterwards."""

import shutil

import duckdb
import pytest

from dagster_project.lib import spark as second
from dagster_project.lib.contract import DBT_DIR
from tests.support.raw import insert, new_warehouse

pytestmark = pytest.mark.xdist_group("spark")
EVENTS = "raw_generic.events"
AT = "2026-01-{:02} 10:11:12.345678"


@pytest.fixture
def contract(tmp_path):
    """A project with the generic source only."""
    folder = tmp_path / "dbt" / "models" / "staging" / "generic"
    folder.mkdir(parents=True)
    shutil.copy(DBT_DIR / "models/staging/generic/_generic__sources.yml", folder)
    return tmp_path / "dbt"


def _event(number: int, day: int | None = None, **values) -> dict:
    at = None if day is None else AT.format(day)
    return {"event_id": f"e{number}", "event": "x", "occurred_at": at} | values


def _next_load(con, load_id: int) -> None:
    con.execute("update landing.clock set load_id = ?, build_id = ?", [load_id, f"b{load_id}"])
    con.execute(
        "insert into landing.loads select load_id, build_id, as_of, as_of from landing.clock"
    )


def _events(spark) -> list[tuple]:
    rows = spark.sql(f"select event_id, cast(occurred_at as string) from {EVENTS} order by 1")
    return [tuple(row) for row in rows.collect()]


def test_changed_days_replace_the_days_of_the_lake(spark, contract, tmp_path):
    con = new_warehouse(tmp_path)
    insert(con, "generic.events", _event(1, 1), _event(2, 2), _event(3, 2), _event(4))
    con.close()
    second.load_raw(tmp_path, spark, contract, whole=True)
    first = [("e1", AT.format(1)), ("e2", AT.format(2)), ("e3", AT.format(2)), ("e4", None)]
    assert _events(spark) == first
    assert second.load_raw(tmp_path, spark, contract)[-1] == "landing.clock"

    con = duckdb.connect(str(tmp_path / "warehouse" / "pma.duckdb"))
    _next_load(con, 2)
    con.execute(f"delete from {EVENTS} where event_id in ('e2', 'e4')")
    insert(con, "generic.events", _event(5, 2), _event(6), load_id=2)
    insert(con, "generic.products", {"product_id": "p"}, load_id=2)
    con.close()
    written = second.load_raw(tmp_path, spark, contract)
    assert {r for r in written if r.startswith("raw_")} == {EVENTS, "raw_generic.products"}
    second_night = [first[0], first[2], ("e5", AT.format(2)), ("e6", None)]
    assert _events(spark) == second_night
    assert spark.table("landing.clock").collect()[0]["load_id"] == 2
    assert spark.table("raw_generic.accounts").count() == 0


def test_a_rebuilt_warehouse_is_refused(spark, contract, tmp_path):
    new_warehouse(tmp_path / "one").close()
    second.load_raw(tmp_path / "one", spark, contract, whole=True)
    spark.sql("insert into landing.built_loads select 'm', 7")
    con = new_warehouse(tmp_path / "two")
    con.execute("update landing.loads set build_id = 'other'")
    con.close()
    with pytest.raises(second.LakeMismatch, match="full-refresh"):
        second.load_raw(tmp_path / "two", spark, contract)
    second.load_raw(tmp_path / "two", spark, contract, whole=True)
    assert spark.table("landing.built_loads").count() == 0
