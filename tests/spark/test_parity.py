"""Every published cell is the same on both engines: a first night, then one with late rows.
What audits the cells is understood by both."""

import duckdb
import pytest

from dagster_project.lib import spark as second
from tests.spark import engines

pytestmark = pytest.mark.xdist_group("spark")
SCHEMAS = {"core", "insights", "messaging", "launches", "adoption", "goals", "quality"}
NOT_COMPARED: dict[str, str] = {}
"""Published table -> why its cells cannot be the same. Empty, and meant to stay so."""


DIARY = "quality.restatements"
EMPTY = [DIARY]
"""Tables without rows; the diary has a test of its own."""
INCREMENTAL = ("--select", "+config.materialized:incremental")
COMPARED_NIGHTLY = (
    "insights.campaigns",
    "messaging.awareness",
    "adoption.product_usage",
    "core.opportunities",
    "quality.builds",
)
"""What the diary of restatements reads of the last publication."""


def _assert_equal(home, spark, relations):
    exported = home / "spark.duckdb"
    second.export_marts(home, spark, relations, exported)
    assert engines.differences(home / "warehouse" / "pma.duckdb", exported, relations) == []


def _publish_other_numbers(home, published):
    """A publication of load 1 whose numbers are not tonight's."""
    with duckdb.connect(str(published)) as con:
        con.execute(f"attach '{home / 'warehouse' / 'pma.duckdb'}' as tonight (read_only)")
        for relation in COMPARED_NIGHTLY:
            con.execute(f"create schema if not exists {relation.split('.')[0]}")
            con.execute(f"create table {relation} as from tonight.{relation}")
        con.execute("update quality.builds set load_id = 1")
        con.execute("update insights.campaigns set clicks = clicks + 1 where clicks % 3 = 0")
        con.execute("update insights.campaigns set spend = spend * 2 where clicks % 5 = 0")
        con.execute("update adoption.product_usage set events = 0 where events > 9")
        con.execute("delete from core.opportunities where amount is not null")


@pytest.fixture(scope="module")
def two_nights(home, spark):
    """Home after a first night and one with late rows, built on both engines."""
    engines.sample_night(home, 1)
    engines.company_night(home, 1)
    engines.land_night(home, 1, "2026-01-30T02:00:00")
    engines.run_duckdb(home, *INCREMENTAL)
    whole = second.load_raw(home, spark, whole=True)
    engines.run_spark(home, *INCREMENTAL)

    engines.sample_night(home, 2)
    engines.sample_night(home, 3)
    engines.company_night(home, 2)
    engines.land_night(home, 2, engines.AS_OF)
    engines.run_duckdb(home)
    assert 0 < len(second.load_raw(home, spark)) < len(whole)
    engines.run_spark(home)
    return home


def test_every_cell_after_a_first_night_and_one_with_late_rows(two_nights, spark):
    home = two_nights
    relations = {r: c for r, c in engines.published(home).items() if r not in NOT_COMPARED}
    _assert_equal(home, spark, relations)
    rows = engines.rows_of(home / "warehouse" / "pma.duckdb", relations)
    assert [relation for relation, count in rows.items() if not count] == EMPTY
    assert {relation.split(".")[0] for relation in relations} == SCHEMAS


def test_every_data_test_is_understood(two_nights, spark):
    """Parsed and bound to the tables; whole nights run them (test_night.py)."""
    from pyspark.errors import AnalysisException

    refused = {}
    tests = engines.compiled_tests(two_nights)
    for name, sql in tests.items():
        try:
            spark.sql(sql)
        except AnalysisException as error:
            refused[name] = str(error).splitlines()[0]
    assert refused == {}
    assert len(tests) > 400


def test_restatements_of_a_publication(two_nights, spark, tmp_path, monkeypatch):
    home = two_nights
    published = tmp_path / "pma.duckdb"
    _publish_other_numbers(home, published)
    contracts = engines.published(home)
    second.load_published(home, spark, published, {r: contracts[r] for r in COMPARED_NIGHTLY})
    monkeypatch.setenv("PMA_LAST_PUBLISHED", str(published))
    engines.run_duckdb(home, "--select", "restatements")
    engines.run_spark(home, "--select", "restatements")
    _assert_equal(home, spark, {DIARY: contracts[DIARY]})
    assert engines.rows_of(home / "warehouse" / "pma.duckdb", [DIARY])[DIARY] > 100
