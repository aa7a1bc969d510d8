"""A house that lands files by its own settings and builds what a test asks for.

Belongs here: files in, one landing, dbt. Does not belong here: cases.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import yaml

from dagster_project.lib import landing
from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.settings import load_settings


def build(home: Path, as_of: str, *selection: str, settings: str = "") -> Path:
    """Land what is in `home`/raw and build the selection, data tests that it needs included."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "pma.yml").write_text(settings)
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    loaded = load_settings(home, env={"PMA_AS_OF": moment.isoformat()})
    (home / "warehouse").mkdir(exist_ok=True)
    report = landing.land(loaded, "test-build", lambda text: None)
    assert not report.errors, report.errors
    places = {
        "PMA_HOME": str(home),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_PROFILES_DIR": str(DBT_DIR),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    overrides = (yaml.safe_load(settings) or {}).get("vars", {})
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *("--no-use-colors", "build", "--select", *selection),
            *("--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"),
            *("--vars", yaml.safe_dump(overrides, default_flow_style=True, width=10_000).strip()),
        ],
        cwd=DBT_DIR,
        env=os.environ | places,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return home


def rows(home: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
