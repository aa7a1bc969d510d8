"""A house that lands files by its own settings and builds what a test asks for.

Belongs here: files in, one landing, dbt. Does not belong here: cases.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import yaml

from dagster_project.lib import landing
from dagster_project.lib.settings import load_settings
from tests.support import dbt


def build(home: Path, as_of: str, *selection: str, settings: str = "") -> Path:
    """Land what is in `home`/raw and build the selection, data tests that it needs included."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "pma.yml").write_text(settings)
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    loaded = load_settings(home, env={"PMA_AS_OF": moment.isoformat()})
    (home / "warehouse").mkdir(exist_ok=True)
    report = landing.land(loaded, "test-build", lambda text: None)
    assert not report.errors, report.errors
    overrides = (yaml.safe_load(settings) or {}).get("vars", {})
    dbt.build(home, selection, settings=overrides)
    return home


def rows(home: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
