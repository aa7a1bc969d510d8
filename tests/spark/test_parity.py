"""Every published cell is the same on both engines: a first night, then one with late rows."""

from dagster_project.lib import spark as second
from tests.spark import engines

NOT_COMPARED: dict[str, str] = {}
"""Published table -> why its cells cannot be the same. Empty, and meant to stay so."""


def _compare(home, spark):
    relations = {r: c for r, c in engines.published(home).items() if r not in NOT_COMPARED}
    warehouse, exported = home / "warehouse" / "pma.duckdb", home / "spark.duckdb"
    second.export_marts(home, spark, relations, exported)
    assert engines.differences(warehouse, exported, relations) == []
    return engines.rows_of(warehouse, relations)


def test_first_night(home, spark):
    engines.sample_night(home, 1)
    engines.land_night(home, 1, "2025-11-02T02:00:00")
    engines.run_duckdb(home)
    second.load_raw(home, spark, whole=True)
    engines.run_spark(home, "--full-refresh")
    assert sum(_compare(home, spark).values()) > 1_000


def test_night_with_late_rows(home, spark):
    engines.sample_night(home, 2)
    engines.sample_night(home, 3)
    engines.land_night(home, 2, engines.AS_OF)
    engines.run_duckdb(home)
    copied = second.load_raw(home, spark)
    assert 0 < len(copied) < 50
    engines.run_spark(home)
    _compare(home, spark)
