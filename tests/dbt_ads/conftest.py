"""One warehouse with every awkward advertising case, built twice: a first night and a second one.

Belongs here: the raw rows and the two builds. What must come out stands in the test modules.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.dbt_ads.company import first_night, second_night
from tests.support import dbt
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


def build(home: Path) -> None:
    """Build the ads marts with all that they need and run their data tests."""
    dbt.build(home, [f"+{mart}" for mart in MARTS])


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
