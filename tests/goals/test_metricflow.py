"""One meaning of the catalogue: MetricFlow, which knows none of our SQL, gets the same numbers."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import DBT_DIR
from tests.support.nights import ROOT, clean_environment, copy_home

pytestmark = pytest.mark.xdist_group("nights")

WHOLE = (
    *("sign_ups", "bookings", "win_rate", "click_through_rate", "cost_per_conversion"),
    *("stickiness", "net_revenue_retention", "cross_sell_rate", "engagement_rate", "romi_profit"),
    *("competitive_win_rate", "retention_day_28"),
)
"""Sums, rates, ratios of money and of states, from nine marts."""


@pytest.fixture(scope="module")
def ask(first_night, tmp_path_factory):
    """Queries MetricFlow over a published home: rows of text by column."""
    folder = tmp_path_factory.mktemp("metricflow")
    home = copy_home(first_night, folder / "home")
    project = folder / "dbt"
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    env = clean_environment() | {
        "PMA_HOME": str(home),
        "PMA_LAST_PUBLISHED": str(home / "warehouse" / "last_published.duckdb"),
        "DBT_PROFILES_DIR": str(project),
        "PYTHONPATH": str(ROOT),
        "DO_NOT_TRACK": "1",
    }

    def run(*command: str) -> None:
        done = subprocess.run(
            [str(Path(sys.executable).parent / command[0]), *command[1:]],
            env=env,
            cwd=project,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("dbt", "parse", "--quiet")

    def query(metrics: tuple[str, ...], *groups: str) -> list[dict[str, str]]:
        result = folder / "result.csv"
        listed = ["--metrics", ",".join(metrics), "--group-by", ",".join(groups)]
        run("mf", "query", *listed, "--csv", str(result))
        with result.open() as file:
            return list(csv.DictReader(file))

    query.home = home
    return query


def _published(home: Path, dimension: str) -> dict[tuple[str, str, str], float | None]:
    """Values of months that are over, by metric, first day and value of the dimension."""
    current = home / "published" / "current" / "pma_marts.duckdb"
    with duckdb.connect(str(current), read_only=True) as con:
        rows = con.execute(
            "select metric, cast(period_start_on as varchar), dimension_value, value "
            "from goals.metric_values, quality.builds where period_type = 'month' "
            "and dimension = ? and period_end_on < as_of_on",
            [dimension],
        ).fetchall()
    return {(metric, day, part): value for metric, day, part, value in rows}


def _compare(expected, metrics, rows, part=None) -> int:
    """Hold every number that is published against MetricFlow's; how many there were."""
    answered = {
        (metric, row["metric_time__month"][:10], row[part] if part else "all"): row[metric]
        for row in rows
        for metric in metrics
    }
    held = {key: value for key, value in expected.items() if key[0] in metrics}
    for key, value in held.items():
        assert key in answered, key
        if value is None:
            assert answered[key] in ("", None), key
        else:
            assert float(answered[key]) == pytest.approx(value, rel=1e-9), key
    return len(held)


def test_whole_metrics_are_those_of_metricflow(ask):
    rows = ask(WHOLE, "metric_time__month")
    expected = _published(ask.home, "total")
    assert _compare(expected, WHOLE, rows) >= len(WHOLE)
    assert {metric for metric, *_ in expected} >= set(WHOLE)


@pytest.mark.parametrize(
    ("metrics", "part"),
    [
        (("platform_roas", "marketing_spend"), "campaign_day__platform"),
        (("win_rate_vs",), "competitive_deal__competitor"),
    ],
)
def test_slices_are_those_of_metricflow(ask, metrics, part):
    rows = ask(metrics, "metric_time__month", part)
    expected = _published(ask.home, part.split("__")[1])
    assert _compare(expected, metrics, rows, part) > 4


def test_what_overlaps_has_no_whole(ask):
    assert not [key for key in _published(ask.home, "total") if key[0] == "win_rate_vs"]
