"""The interval of a lift holds what it says, on series whose truth is known.

The models are compiled once per baseline and run over a hundred made-up launches at a time; what
comes before them (who signed up when) is not built.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.support import dbt
from tests.support.raw import new_warehouse

SEEDS = 100
BEFORE, AFTER = 28, 90
LAUNCHED_ON = date(2025, 6, 2)
WEEK = np.array([9.0, 8.0, 8.0, 7.0, 6.0, 2.0, 2.0])
"""Sign-ups that a day of the week brings on average."""
MODELS = (
    ("intermediate/launches/int_launch_baselines", "intermediate.int_launch_baselines"),
    ("intermediate/launches/int_launch_horizons", "intermediate.int_launch_horizons"),
    ("marts/launches/acquisition_rollup", "launches.acquisition_rollup"),
)
OTHERS = ("activated_d7", "pqls", "new_customers", "sales_assisted_customers", "new_mrr")
OTHERS += ("new_monthly_gross_profit", "spend", "cac_spend")


@pytest.fixture(scope="module", params=["weekday", "trend"])
def compiled(request, tmp_path_factory) -> dict[str, str]:
    """SQL of the three models that make a lift of daily sign-ups, by relation."""
    home = tmp_path_factory.mktemp(request.param)
    new_warehouse(home, "2025-12-31 02:00:00").close()
    duckdb.connect(str(home / "published.duckdb")).close()
    names = [Path(model).name for model, _ in MODELS]
    settings = {"launch_baseline": request.param}
    dbt.dbt(home, "--quiet", "compile", "--select", *names, settings=settings)
    folder = home / "target" / "compiled" / "pma" / "models"
    found = {relation: (folder / f"{model}.sql").read_text() for model, relation in MODELS}
    return {"baseline": request.param} | found


def lifts(compiled: dict[str, str], signups: np.ndarray) -> pd.DataFrame:
    """What the models make of one launch per row of `signups`, its columns the days around it."""
    days = pd.DataFrame(
        [
            (f"{seed}", LAUNCHED_ON + timedelta(days=offset), offset, int(n))
            for seed, series in enumerate(signups)
            for offset, n in zip(range(-BEFORE, AFTER), series, strict=True)
        ],
        columns=["launch_key", "date_day", "day_offset", "new_signups"],
    )
    with duckdb.connect() as con:
        con.register("days", days)
        con.execute("attach ':memory:' as pma")
        for schema in ("intermediate", "launches"):
            con.execute(f"create schema pma.{schema}")
        con.execute(
            "create table pma.intermediate.int_launch_days as select launch_key, 'all' as segment, "
            "cast(date_day as date) as date_day, day_offset, true as is_targeted, new_signups, "
            + ", ".join(f"cast(0 as decimal(18, 0)) as {name}" for name in OTHERS)
            + " from days"
        )
        con.execute(
            "create table pma.intermediate.int_signups as select date '2020-01-01' as signed_up_on"
        )
        con.execute(
            "create table pma.intermediate.int_clock as select date '2025-12-31' as as_of_on"
        )
        con.execute(
            "create table pma.intermediate.int_event_feed as select date '2020-01-01' as "
            "loaded_from, date '2025-12-31' as known_until_on"
        )
        con.execute(
            "create table pma.intermediate.int_launches as select distinct launch_key, "
            "launch_key as launch_id, '' as source_relation, '' as launch_name, '' as product_id, "
            f"date '{LAUNCHED_ON}' as launched_on, 'acquisition' as kind, '' as target_metric, "
            "cast(null as decimal(18, 6)) as target_value from days"
        )
        con.execute(
            "create table pma.intermediate.int_launch_overlaps as select '' as launch_key, "
            "'' as segment, '' as other_launch_id, date '2020-01-01' as other_launched_on "
            "where false"
        )
        for _, relation in MODELS:
            con.execute(f"create table pma.{relation} as {compiled[relation]}")
        return con.sql(
            "select launch_id, horizon_days, lift, lift_low, lift_high "
            "from pma.launches.acquisition_rollup"
        ).df()


def drawn(slope: float = 0.0, brought: float = 0.0) -> np.ndarray:
    """Sign-ups of a hundred companies that grow by `slope` a day, with `brought` ones in D30."""
    rng = np.random.default_rng(20251103)
    offsets = np.arange(-BEFORE, AFTER)
    usual = np.maximum(WEEK[offsets % 7] + slope * offsets, 0.0)
    extra = np.where((offsets >= 0) & (offsets < 30), brought / 30, 0.0)
    whole = rng.poisson(usual, size=(SEEDS, len(offsets)))
    return whole + rng.multinomial(round(brought), extra / max(extra.sum(), 1), size=SEEDS)


def held(found: pd.DataFrame, truth: float, horizon: int) -> int:
    """How many of the intervals of a horizon hold the truth."""
    rows = found[found.horizon_days == horizon]
    assert len(rows) == SEEDS
    return int(((rows.lift_low <= truth) & (rows.lift_high >= truth)).sum())


def test_nothing_is_found_where_nothing_was_brought(compiled):
    found = lifts(compiled, drawn())
    for horizon in (30, 60, 90):
        assert held(found, 0, horizon) >= 90, horizon
    assert held(found, 0, 30) < SEEDS, "an interval that always holds 0 says nothing"


def test_what_was_brought_is_found(compiled):
    found = lifts(compiled, drawn(brought=300))
    assert held(found, 300, 30) >= 90
    assert held(found, 0, 30) <= 10
    assert abs(found[found.horizon_days == 30].lift.mean() - 300) < 25


def test_growth_that_goes_on_is_no_lift_once_the_baseline_has_it(compiled):
    found = lifts(compiled, drawn(slope=0.12))
    if compiled["baseline"] == "trend":
        assert held(found, 0, 90) >= 90
    else:
        assert held(found, 0, 90) <= 10, "a mean of the month before cannot know of growth"


def test_least_squares_say_the_same(compiled):
    """Expectation and interval against the textbook's, computed from a design matrix."""
    from scipy import stats

    series = drawn(slope=0.05, brought=40)[:5]
    found = lifts(compiled, series).set_index(["launch_id", "horizon_days"])
    offsets = np.arange(-BEFORE, AFTER)
    design = np.eye(7)[offsets % 7]
    if compiled["baseline"] == "trend":
        design = np.column_stack([design, offsets])
    past, degrees = design[:BEFORE], BEFORE - design.shape[1]
    inverse = np.linalg.inv(past.T @ past)
    for seed, counts in enumerate(series):
        weights = inverse @ past.T @ counts[:BEFORE]
        rest = ((counts[:BEFORE] - past @ weights) ** 2).sum() / degrees
        variance = max(rest, counts[:BEFORE].mean())
        for horizon in (30, 60, 90):
            ahead = design[BEFORE : BEFORE + horizon].sum(axis=0)
            lift = counts[BEFORE : BEFORE + horizon].sum() - ahead @ weights
            half = stats.t.ppf(0.975, degrees) * np.sqrt(
                variance * (horizon + ahead @ inverse @ ahead)
            )
            row = found.loc[str(seed), horizon]
            assert row.lift == pytest.approx(lift)
            assert row.lift_low == pytest.approx(lift - half)
            assert row.lift_high == pytest.approx(lift + half)
