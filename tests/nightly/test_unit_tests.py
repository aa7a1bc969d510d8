"""dbt's unit tests of the models' logic, each under its own name, over the tables a night built."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from dagster_project.lib.contract import DBT_DIR
from tests.support.nights import clean_environment, copy_home

pytestmark = pytest.mark.xdist_group("nights")

NAMES = sorted(
    test["name"]
    for path in (DBT_DIR / "models").rglob("*.yml")
    for test in yaml.safe_load(path.read_text()).get("unit_tests", [])
)


@pytest.fixture(scope="module")
def results(first_night, tmp_path_factory):
    """Status and message of every unit test, by name."""
    home = copy_home(first_night, tmp_path_factory.mktemp("unit") / "home")
    places = {"PMA_HOME": str(home), "DBT_TARGET_PATH": str(home / "target")}
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "test", "--select=test_type:unit"]
    folders = [f"--project-dir={DBT_DIR}", f"--profiles-dir={DBT_DIR}", f"--log-path={home}/logs"]
    done = subprocess.run(
        [*command, *folders],
        env=clean_environment() | places,
        capture_output=True,
        text=True,
    )
    written = home / "target" / "run_results.json"
    assert written.exists(), done.stdout + done.stderr
    rows = json.loads(written.read_text())["results"]
    return {r["unique_id"].split(".")[-1]: (r["status"], r["message"]) for r in rows}


@pytest.mark.parametrize("name", NAMES)
def test_unit_test_of_a_model(results, name):
    status, message = results[name]
    assert status == "pass", message
