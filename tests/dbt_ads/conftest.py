"""One warehouse with every awkward advertising case, built twice: a first night and a second one.

Belongs here: the raw rows and the two builds. What must come out stands in the test modules.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import DBT_DIR
from tests.dbt_ads.company import first_night, second_night
from tests.support.raw import new_warehouse

MARTS = [
    "campaigns",
    "campaign_ad_groups",
    "campaign_ads",
    "campaign_keywords",
    "campaign_search_terms",
    "campaign_urls",
    "dim_date",
    "int_issues_fx",
    "int_issues_ads",
    "int_pii_findings_ads",
]


def dbt(
    home: Path, *arguments: str, project: Path = DBT_DIR, check: bool = True
) -> subprocess.CompletedProcess:
    """Run dbt on the warehouse below `home`; its target and logs stay there too."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "dbt.cli.main",
            *arguments,
            f"--project-dir={project}",
            f"--profiles-dir={project}",
        ],
        env=os.environ
        | {
            "PMA_HOME": str(home),
            "DBT_TARGET_PATH": str(home / "target"),
            "DBT_LOG_PATH": str(home / "logs"),
            "PMA_ENGINE": "duckdb",
            "PYTHONPATH": str(DBT_DIR.parent),
        },
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done


def build(home: Path) -> None:
    """Build the ads marts with all that they need and run their data tests."""
    dbt(
        home,
        "build",
        "--select",
        *(f"+{mart}" for mart in MARTS),
        "--exclude-resource-type",
        "unit_test",
        "--indirect-selection",
        "cautious",
    )


@pytest.fixture(scope="session")
def first(tmp_path_factory) -> Path:
    """Home after the first night."""
    home = tmp_path_factory.mktemp("first")
    con = new_warehouse(home)
    first_night(con)
    con.close()
    build(home)
    return home


@pytest.fixture
def warehouse(first):
    """Read-only connection to the warehouse after the first night."""
    con = duckdb.connect(str(first / "warehouse" / "pma.duckdb"), read_only=True)
    yield con
    con.close()


def cells(home: Path) -> dict[str, list[tuple]]:
    """All rows of the ads marts, in one order."""
    con = duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True)
    tables = con.sql(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_schema in ('insights', 'core')"
    ).fetchall()
    rows = {t: con.sql(f"select * from {t} order by all").fetchall() for (t,) in tables}
    con.close()
    return rows


@pytest.fixture(scope="session")
def both_nights(first, tmp_path_factory) -> tuple[Path, Path]:
    """Homes with the same raw: built night by night, and built once."""
    stepped = tmp_path_factory.mktemp("nights") / "stepped"
    shutil.copytree(first, stepped)
    con = duckdb.connect(str(stepped / "warehouse" / "pma.duckdb"))
    second_night(con)
    con.close()
    build(stepped)
    once = tmp_path_factory.mktemp("once")
    con = new_warehouse(once)
    first_night(con)
    second_night(con)
    con.close()
    build(once)
    return stepped, once
