"""Macros that differ between the engines give the same values on awkward input."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import DBT_DIR
from tests.spark import engines
from tests.support.raw import new_warehouse

pytestmark = pytest.mark.xdist_group("spark")
MODELS = ("macro_calls", "macro_rows")
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
    models = tmp_path / "models" / "intermediate"
    models.mkdir()
    for model in MODELS:
        shutil.copy(Path(__file__).with_name(f"{model}.sql"), models)
    return tmp_path


def test_macros_agree(project, home, spark, tmp_path):
    here = tmp_path / "home"
    new_warehouse(here).close()
    spark.sql("create schema if not exists landing")
    key = "select 'not-a-secret' as hash_key"
    spark.sql(f"create or replace table landing.hash_key using iceberg as {key}")
    engines.run_duckdb(here, "--vars", ZONE, dbt_dir=project)
    engines.run_spark(home, "--vars", ZONE, dbt_dir=project)
    with duckdb.connect(str(here / "warehouse" / "pma.duckdb"), read_only=True) as con:
        on_duckdb = {m: con.execute(f"select * from intermediate.{m}").fetchall() for m in MODELS}
    calls, rows = (spark.table(f"intermediate.{model}") for model in MODELS)
    ours = dict(zip(calls.columns, on_duckdb[MODELS[0]][0], strict=True))
    theirs = calls.collect()[0].asDict()
    assert {n: (ours[n], theirs[n]) for n in ours if ours[n] != theirs[n]} == {}
    assert sorted(map(tuple, rows.collect())) == sorted(on_duckdb[MODELS[1]])
    assert len(ours) > 400
