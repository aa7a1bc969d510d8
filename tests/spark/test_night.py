"""`PMA_ENGINE=spark`: whole nights through the command line publish what DuckDB's nights publish.

Slow, so it runs with the cluster tests: `make test-cluster`.
"""

import os
import subprocess
import sys

import pytest

from dagster_project.lib import spark as second
from dagster_project.lib.dbt_runner import load_manifest
from dagster_project.lib.settings import load_settings
from tests.spark import engines

pytestmark = pytest.mark.cluster
OWN_TO_A_RUN = {"build_id", "configuration_hash"}
"""Columns that name the run itself; the engine is part of the configuration."""


def _night(home, engine: str, as_of: str) -> None:
    own = {"PMA_ENGINE": engine, "PMA_HOME": str(home), "PMA_AS_OF": as_of}
    small = {"PMA_SPARK_PARTITIONS": "1", "PMA_HASH_KEY": "not-a-secret-but-the-same"}
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project.nightly"],
        env=os.environ | own | small,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_nights_publish_the_same_cells(tmp_path):
    homes = {"duckdb": tmp_path / "duckdb", "spark": tmp_path / "spark"}
    for engine, home in homes.items():
        home.mkdir()
        engines.sample_night(home, 1)
        _night(home, engine, "2025-11-02T02:00:00")
        engines.sample_night(home, 2)
        engines.sample_night(home, 3)
        _night(home, engine, engines.SAMPLE_AS_OF)
    published = {e: h / "published" / "current" / "pma_marts.duckdb" for e, h in homes.items()}
    contracts = second.contracts(load_manifest(load_settings(homes["duckdb"])))
    relations = {
        relation: {name: kind for name, kind in columns.items() if name not in OWN_TO_A_RUN}
        for relation, columns in contracts.items()
    }
    assert engines.differences(published["duckdb"], published["spark"], relations) == []
    assert engines.rows_of(published["spark"], ["quality.restatements"])["quality.restatements"]
