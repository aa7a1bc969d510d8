"""dbt on a small private warehouse, in a process of its own.

Belongs here: starting dbt and showing what it said. Does not belong here: which models a folder of
tests looks at; whole nights (nights.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR


def dbt(
    home: Path,
    *arguments: str,
    settings: dict | None = None,
    project: Path = DBT_DIR,
    check: bool = True,
) -> subprocess.CompletedProcess:
    """Run dbt on the warehouse below `home`; its target and logs stay there too.

    `settings` are vars; `home`/published.duckdb, where there is one, is what readers see.
    """
    places = {
        "PMA_HOME": str(home),
        "PMA_ENGINE": "duckdb",
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONPATH": str(DBT_DIR.parent),
    }
    if (home / "published.duckdb").exists():
        places["PMA_LAST_PUBLISHED"] = str(home / "published.duckdb")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *arguments),
            *(f"--project-dir={project}", f"--profiles-dir={project}"),
            *(("--vars", json.dumps(settings)) if settings else ()),
        ],
        env=os.environ | places,
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done


def build(home: Path, selection: Iterable[str], *arguments: str, settings: dict | None = None):
    """Build a selection and run the data tests that look at nothing else; not the unit tests."""
    left_out = ("--exclude-resource-type", "unit_test", "--indirect-selection", "cautious")
    dbt(home, "build", "--select", *selection, *left_out, *arguments, settings=settings)
