"""One night per published set: every check green, every total that of the files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.real import (
    fivetran_ads,
    google_ads_uncleaned,
    nps_bank,
    olist,
    ravenstack,
    sparklesquad,
    yammer,
)
from tests.real.published import PublishedSet, differences
from tests.support.fixtures import nights

__all__ = ["nights"]

DATA = os.environ.get("PMA_REAL_DATA", "")
"""Folder with one folder per set, under the names that the sets' modules give."""
SETS = {
    module.SET.folder: module.SET
    for module in (
        fivetran_ads, google_ads_uncleaned, nps_bank, olist, ravenstack, sparklesquad, yammer,
    )
}  # fmt: skip
pytestmark = pytest.mark.skipif(
    not DATA, reason=f"PMA_REAL_DATA names no folder with any of {', '.join(SETS)}"
)


@pytest.fixture(scope="module", params=SETS.values(), ids=SETS)
def night(request, nights, tmp_path_factory):
    """(set, its published marts, its files) after one whole night."""
    one: PublishedSet = request.param
    if not (Path(DATA) / one.folder).is_dir():
        pytest.skip(f"PMA_REAL_DATA={DATA} holds no folder {one.folder}")
    home = tmp_path_factory.mktemp(one.folder) / "home"
    one.fill(Path(DATA), home)
    ended = nights.run(home, as_of=one.as_of)
    assert ended.code == 0, ended.output
    marts = home / "published" / "current" / "pma_marts.duckdb"
    with (
        duckdb.connect(str(marts), read_only=True) as published,
        one.open_files(Path(DATA)) as files,
    ):
        yield one, published, files
    shutil.rmtree(home)


def test_every_row_is_kept_or_accounted_for(night):
    one, marts, files = night
    found = marts.execute(
        "select source_relation || '/' || table_name, sum(rows_in), sum(rows_kept), "
        "sum(rows_in - rows_kept - rows_duplicate - rows_superseded - rows_quarantined) "
        "from quality.files group by all"
    ).fetchall()
    expected = [(table, *rows, 0) for table, rows in one.expected_rows(files).items()]
    assert differences(found, expected) == []
    unbalanced = "select * from quality.reconciliation where not is_balanced"
    assert marts.execute(unbalanced).fetchall() == []


def test_quarantine_holds_what_breaks_a_rule_and_nothing_else(night):
    one, marts, files = night
    found = marts.execute(
        "select source_relation || '/' || table_name, rule, column_name, count(*) "
        "from quality.quarantine group by all"
    ).fetchall()
    assert differences(found, files.execute(one.quarantine).fetchall()) == []


def test_figures_are_those_of_the_files(night):
    one, marts, files = night
    wrong = {}
    for figure in one.figures:
        expected = files.execute(figure.files).fetchall()
        assert expected, f"{figure.name}: nothing to compare"
        if told := differences(marts.execute(figure.marts).fetchall(), expected):
            wrong[figure.name] = told
    assert wrong == {}
