"""dbt on a small private warehouse, in a process of its own.

Belongs here: starting dbt and showing what it said. Does not belong here: which models a folder of
tests looks at; whole nights (nights.py).
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR

PARSED = "partial_parse.msgpack"


@cache
def _place() -> Path:
    """Of this process: `home`, a link to the home dbt works on, and what dbt has parsed. dbt parses
    anew, for half a minute, whenever the path of its warehouse is another one: so it never is."""
    place = Path(tempfile.mkdtemp(prefix="dbt-of-tests-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _linked(home: Path) -> Path:
    link = _place() / "home"
    link.unlink(missing_ok=True)
    link.symlink_to(home.resolve())
    return link


def _parsed(*decides: object) -> Path:
    """Where the parsed project is kept that these decide on."""
    return _place() / hashlib.sha256(json.dumps(decides, default=str).encode()).hexdigest()


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
    link, target = _linked(home), home / "target"
    places = {
        "PMA_HOME": str(link),
        "PMA_ENGINE": "duckdb",
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONPATH": str(DBT_DIR.parent),
    }
    published = (home / "published.duckdb").exists()
    if published:
        places["PMA_LAST_PUBLISHED"] = str(link / "published.duckdb")
    given = arguments[arguments.index("--vars") + 1] if "--vars" in arguments else settings
    parsed = _parsed(project, given, published)
    if parsed.exists() and not (target / PARSED).exists():
        target.mkdir(exist_ok=True)
        shutil.copy(parsed, target / PARSED)
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
    if (target / PARSED).exists():
        shutil.copy(target / PARSED, parsed)
    assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done


def build(home: Path, selection: Iterable[str], *arguments: str, settings: dict | None = None):
    """Build a selection and run the data tests that look at nothing else; not the unit tests."""
    left_out = ("--exclude-resource-type", "unit_test", "--indirect-selection", "cautious")
    dbt(home, "build", "--select", *selection, *left_out, *arguments, settings=settings)
