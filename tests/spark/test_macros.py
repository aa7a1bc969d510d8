"""Macros that differ between the engines give the same values on awkward input."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import DBT_DIR
from tests.spark import engines
from tests.support.raw import new_warehouse

ZONE = "{reporting_timezone: America/New_York}"


@pytest.fixture
def project(tmp_path):
    """The dbt project without models, but for the cases."""
    shutil.copytree(DBT_DIR / "macros", tmp_path / "macros")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(DBT_DIR / name, tmp_path)
    for sources in DBT_DIR.glob("models/**/*__sources.yml"):
        target = tmp_path / sources.relative_to(DBT_DIR)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sources, target)
    cases = tmp_path / "models" / "intermediate" / "macro_cases.sql"
    cases.parent.mkdir()
    shutil.copy(Path(__file__).with_name("macro_cases.sql"), cases)
    return tmp_path


def test_macros_agree(project, home, spark, tmp_path):
    here = tmp_path / "home"
    new_warehouse(here).close()
    spark.sql("create schema if not exists landing")
    key = "select 'not-a-secret' as hash_key"
    spark.sql(f"create or replace table landing.hash_key using iceberg as {key}")
    engines.run_duckdb(here, "--vars", ZONE, dbt_dir=project)
    engines.run_spark(home, "--vars", ZONE, dbt_dir=project)
    on_spark = {tuple(row) for row in spark.table("intermediate.macro_cases").collect()}
    with duckdb.connect(str(here / "warehouse" / "pma.duckdb"), read_only=True) as con:
        on_duckdb = set(con.execute("select * from intermediate.macro_cases").fetchall())
    assert sorted(map(str, on_duckdb - on_spark)) == sorted(map(str, on_spark - on_duckdb)) == []
    assert len(on_spark) > 500
