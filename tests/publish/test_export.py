"""Tables of a snapshot that begin with those of the last one: the same as if written whole.

Belongs here: lib/export.py over small real DuckDB files. Does not belong here: when readers see a
snapshot (test_snapshots.py).
"""

from __future__ import annotations

import random
from dataclasses import replace

import duckdb
import pytest

from dagster_project.lib import snapshots
from dagster_project.lib.marts import Mart
from dagster_project.lib.settings import load_settings
from tests.support.raw import new_warehouse

NIGHTS, ROWS = 25, 2_000
FACTS = Mart("core", "facts", "Facts.", None, ("day", "id"), {"id": "Who."}, True, "m.facts")
LOOSE = Mart("insights", "loose", "Without a grain.", None, (), {}, True, "m.loose")
MARTS = [FACTS, LOOSE]


@pytest.fixture
def settings(tmp_path):
    new_warehouse(tmp_path).close()
    found = load_settings(tmp_path, env={})
    with duckdb.connect(str(found.warehouse_path)) as con:
        con.execute("create schema core")
        con.execute("create schema insights")
        con.execute(
            "create table core.facts as select date '2026-01-01' + cast(range % 90 as int) as day, "
            "'id ' || range as id, cast(range as decimal(18, 6)) as amount, "
            f"cast(null as double) as share from range({ROWS})"
        )
        con.execute("create table insights.loose as select 1 as one from range(3)")
    return found


def _change(settings, *statements: str) -> None:
    with duckdb.connect(str(settings.warehouse_path)) as con:
        for statement in statements:
            con.execute(statement)


def _publish(settings, marts=MARTS):
    build = {"build_id": "build", "load_id": 1, "as_of": "2026-01-31 02:00:00"}
    return snapshots.publish(settings, marts, build, "run")


def _replaced(snapshot) -> int:
    return snapshots.read_manifest(snapshot)["replaced"]["core.facts"]


def _assert_as_built(settings, snapshot) -> None:
    """Rows of the file and of Parquet are those of the warehouse, each as often."""
    with duckdb.connect() as con:
        con.execute(f"attach '{settings.warehouse_path}' as built (read_only)")
        con.execute(f"attach '{snapshot / snapshots.MARTS_FILE}' as published (read_only)")
        for relation in ("core.facts", "insights.loose"):
            file = snapshot / "parquet" / f"{relation.replace('.', '/')}.parquet"
            for copy in (f"published.{relation}", f"'{file}'"):
                for one, other in ((f"built.{relation}", copy), (copy, f"built.{relation}")):
                    different = con.execute(f"from {one} except all from {other}").fetchall()
                    assert different == [], (one, other)


def _random_change(rng: random.Random) -> list[str]:
    """What a night may do to a table: nothing, a few rows, late days, unknown values, all of it."""
    day = f"date '2026-01-01' + {rng.randrange(90)}"
    return rng.sample(
        [
            f"delete from core.facts where day = {day}",
            f"update core.facts set amount = amount + 1 where day = {day}",
            f"update core.facts set share = 0.{rng.randrange(99)} where hash(id) % 50 < 2",
            "update core.facts set share = null where share > 0.5",
            f"insert into core.facts select {day}, 'new ' || {rng.random()} || range, null, 0 "
            f"from range({rng.randrange(300)})",
            f"update core.facts set amount = {rng.randrange(9)} where {rng.random()} < 0.3",
            "insert into insights.loose from insights.loose limit 2",
        ],
        rng.randrange(4),
    )


@pytest.mark.parametrize("seed", range(3))
def test_nights_leave_what_one_export_would(settings, seed):
    rng, replaced = random.Random(seed), []
    for _ in range(NIGHTS):
        snapshot = _publish(settings)
        _assert_as_built(settings, snapshot)
        replaced.append(_replaced(snapshot))
        _change(settings, *_random_change(rng))
    assert any(replaced), "rows were never replaced one by one"


def test_a_quiet_night_replaces_nothing(settings):
    assert [_replaced(_publish(settings)) for _ in range(2)] == [0, 0]


def test_few_rows_are_replaced_and_many_written_whole(settings):
    _publish(settings)
    _change(settings, "update core.facts set amount = -1 where id in ('id 3', 'id 4')")
    assert _replaced(_publish(settings)) == 2
    _change(settings, "update core.facts set share = 1 where id = 'id 4'")
    assert _replaced(_publish(settings)) == 3
    _change(settings, "update core.facts set share = 2")
    assert _replaced(_publish(settings)) == 0


def test_an_emptied_table_is_published_empty(settings):
    _publish(settings)
    _change(settings, "delete from core.facts")
    _assert_as_built(settings, _publish(settings))


@pytest.mark.parametrize(
    "harm",
    [
        "update core.facts set amount = 7 where id = 'id 9'",
        "delete from core.facts where day < date '2026-02-01'",
        "insert into core.facts from core.facts limit 5",
        "create or replace table core.facts as from core.facts limit 0",
        "alter table core.facts add column note text",
        "drop table core.facts",
        "create table core.notes as select 'somebody was here' as note",
    ],
)
def test_whatever_was_done_to_the_published_file_is_gone_the_night_after(settings, harm):
    file = _publish(settings) / snapshots.MARTS_FILE
    with duckdb.connect(str(file)) as con:
        con.execute(harm)
    snapshot = _publish(settings)
    _assert_as_built(settings, snapshot)
    with duckdb.connect(str(snapshot / snapshots.MARTS_FILE), read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
    assert names == [("facts",), ("loose",)]


@pytest.mark.parametrize("harm", ["unlink", "garbage"])
def test_a_published_file_that_is_lost_does_not_stop_the_night(settings, harm):
    file = _publish(settings) / snapshots.MARTS_FILE
    file.unlink()
    if harm == "garbage":
        file.write_bytes(b"not a database" * 1000)
    _assert_as_built(settings, _publish(settings))


def test_words_stay_and_new_words_arrive(settings):
    def words(snapshot):
        with duckdb.connect(str(snapshot / snapshots.MARTS_FILE), read_only=True) as con:
            return con.execute(
                "select comment from duckdb_tables() where table_name = 'facts' union all "
                "select comment from duckdb_columns() where column_name = 'id'"
            ).fetchall()

    _publish(settings)
    _change(settings, "update core.facts set amount = -1 where id = 'id 3'")
    assert words(_publish(settings)) == [("Shared: Facts.",), ("Who.",)]
    renamed = replace(FACTS, description="It's other facts.")
    assert words(_publish(settings, [renamed, LOOSE])) == [
        ("Shared: It's other facts.",),
        ("Who.",),
    ]


def test_a_column_more_is_published(settings):
    _publish(settings)
    _change(settings, "alter table core.facts add column note text default 'new'")
    _assert_as_built(settings, _publish(settings))


def test_it_goes_on_from_what_readers_have_after_a_rollback(settings):
    first = _publish(settings)
    _change(settings, "update core.facts set amount = -1 where id = 'id 3'")
    _publish(settings)
    assert snapshots.rollback(settings) == first
    snapshot = _publish(settings)
    _assert_as_built(settings, snapshot)
    assert _replaced(snapshot) == 1
