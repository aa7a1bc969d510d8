"""Response curves: planted ones come back, published weeks are told; budgets to the cent."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.lib.fits import allocation, response, spending

WEEKLY = os.environ.get("PMA_MMM_DATA")
"""Folder with the weekly series of Robyn and PyMC-Marketing (no clear licence: not kept here)."""
PLANTED = {"tv": (0.5, 120.0, 900.0), "search": (0.1, 60.0, 500.0)}
"""Carry-over, half saturation, effect."""


def planted_weeks(noise: float, weeks: int = 156, seed: int = 5) -> list[list]:
    """Arrays of a company whose two channels respond as planted; the base has trend and noise."""
    random = np.random.default_rng(seed)
    outcome = 2000 + 1.5 * np.arange(weeks) + noise * random.standard_normal(weeks)
    spend = {}
    for channel, (carry, half, effect) in PLANTED.items():
        spend[channel] = np.round(random.gamma(1.2, half / 1.2, weeks), 2)
        a, carried = 0.0, []
        for amount in spend[channel]:
            a = carry * a + (1 - carry) * amount
            carried.append(a)
        outcome = outcome + effect * np.array(carried) / (half + np.array(carried))
    rows = [
        (7 * week, channel, float(amounts[week]), float(outcome[week]))
        for channel, amounts in spend.items()
        for week in range(weeks)
    ]
    return [list(column) for column in zip(*sorted(rows), strict=True)]


def planted_slope(channel: str, spend: float) -> float:
    _, half, effect = PLANTED[channel]
    return effect * half / (half + spend) ** 2


def test_planted_slopes_lie_in_their_intervals():
    found = response.fit_response_curves(*planted_weeks(noise=40), 8, 13)
    for channel in PLANTED:
        slope = planted_slope(channel, found[f"{channel}|current_spend"])
        assert found[f"{channel}|low"] < slope < found[f"{channel}|high"]
        assert found[f"{channel}|slope"] == pytest.approx(slope, rel=0.25)
        assert found[f"{channel}|learned"] < 0.3
    assert found["tv|carry_over"] == pytest.approx(0.5, abs=0.1)
    assert found["search|carry_over"] == pytest.approx(0.1, abs=0.1)
    assert found["|held_out_error"] < 0.5 * found["|base_error"]


def test_intervals_hold_what_they_promise():
    """Of 40 planted slopes about 38 belong inside; fewer than 34 would be a wrong interval."""
    inside = 0
    for seed in range(20):
        found = response.fit_response_curves(*planted_weeks(noise=80, weeks=104, seed=seed), 8, 13)
        for channel in PLANTED:
            slope = planted_slope(channel, found[f"{channel}|current_spend"])
            inside += found[f"{channel}|low"] <= slope <= found[f"{channel}|high"]
    assert inside >= 34


def test_spend_that_does_nothing_teaches_nothing():
    weeks, channels, spends, _ = planted_weeks(noise=40)
    outcome = 3000 + 100 * np.random.default_rng(1).standard_normal(156)
    found = response.fit_response_curves(
        weeks, channels, spends, [float(outcome[week // 7]) for week in weeks], 8, 13
    )
    assert found["|held_out_error"] > 0.95 * found["|base_error"]
    for channel in PLANTED:
        assert found[f"{channel}|slope"] < 0.2 * planted_slope(channel, 80)


def test_unknown_weeks_do_not_teach():
    weeks, channels, spends, outcomes = planted_weeks(noise=40)
    lost = {7 * week for week in (20, 21, 70)}
    gaps = [None if week in lost else value for week, value in zip(weeks, outcomes, strict=True)]
    wrong = [1e6 if week in lost else value for week, value in zip(weeks, outcomes, strict=True)]
    silent = [None if week in lost else value for week, value in zip(weeks, spends, strict=True)]
    known = response.fit_response_curves(weeks, channels, spends, gaps, 8, 13)
    assert known["|weeks"] == 153
    assert response.fit_response_curves(weeks, channels, silent, wrong, 8, 13)[
        "tv|slope"
    ] == pytest.approx(known["tv|slope"], rel=0.1)


def test_too_few_weeks_or_nothing_earned_gives_nothing():
    weeks, channels, spends, outcomes = planted_weeks(noise=40)
    few = [row for row in zip(weeks, channels, spends, outcomes, strict=True) if row[0] < 7 * 20]
    assert response.fit_response_curves(*map(list, zip(*few, strict=True)), 8, 13) == {}
    assert response.fit_response_curves(weeks, channels, spends, [0.0] * len(weeks), 8, 13) == {}
    assert response.fit_response_curves([], [], [], [], 8, 13) == {}


def published(name: str, day: str, outcome: str, channels: list[str]) -> dict[str, float]:
    with (Path(WEEKLY) / name).open() as file:
        table = list(csv.DictReader(file))
    days = [date.fromisoformat(row[day]).toordinal() for row in table]
    rows = sorted(
        (at, channel, float(row[channel]), float(row[outcome]))
        for at, row in zip(days, table, strict=True)
        for channel in channels
    )
    return response.fit_response_curves(*map(list, zip(*rows, strict=True)), 8, 13)


@pytest.mark.skipif(WEEKLY is None, reason="PMA_MMM_DATA names no folder with the weekly series")
def test_pymc_example():
    """Its planted carry-overs are 0.4 and 0.2."""
    found = published("pymc_marketing_mmm_example.csv", "date_week", "y", ["x1", "x2"])
    assert found["x1|carry_over"] == pytest.approx(0.4, abs=0.1)
    assert found["x2|carry_over"] == pytest.approx(0.2, abs=0.1)
    assert found["|held_out_error"] < found["|base_error"]


@pytest.mark.skipif(WEEKLY is None, reason="PMA_MMM_DATA names no folder with the weekly series")
def test_robyn_example():
    """Competitors' sales move it more than spend does: the held-out weeks do not bear the curves
    out, and nothing may be built on them."""
    channels = ["tv_S", "ooh_S", "print_S", "search_S", "facebook_S"]
    found = published("robyn_dt_simulated_weekly.csv", "DATE", "revenue", channels)
    assert found["|weeks"] == 208
    assert found["|held_out_error"] > found["|base_error"]


SHARES = st.floats(0, 1)


@settings(deadline=None)
@given(st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=8), st.integers(0, 10**12))
def test_a_budget_is_divided_to_the_cent_within_the_bounds(rows, cents):
    names = [f"p{i}" for i in range(len(rows))]
    targets, lows, highs = ([*column] for column in zip(*rows, strict=True))
    found = allocation.allocate(names, targets, lows, highs, [cents] * len(names))
    possible = all(a <= b for a, b in zip(lows, highs, strict=True))
    if not possible or sum(lows) > 1.000001 or sum(highs) < 0.999999:
        assert found == {}
    elif found:
        assert sum(found.values()) == cents
        for name, low, high in zip(names, lows, highs, strict=True):
            assert low * cents - 1.01 <= found[name] <= high * cents + 1.01


def test_nearest_shares_and_largest_remainders():
    free = ([0.0] * 3, [1.0] * 3)
    assert allocation.allocate(["a", "b", "c"], [1 / 3] * 3, *free, [100] * 3) == {
        "a": 34,
        "b": 33,
        "c": 33,
    }
    # c may take no more than a tenth; the other two share what that leaves alike.
    bounds = ([0.0, 0.0, 0.0], [1.0, 1.0, 0.1])
    assert allocation.allocate(["a", "b", "c"], [0.5, 0.3, 0.2], *bounds, [1000] * 3) == {
        "a": 550,
        "b": 350,
        "c": 100,
    }
    assert allocation.allocate(["a", "b"], [0.5, 0.5], [0.6, 0.6], [1.0, 1.0], [10, 10]) == {}
    assert allocation.allocate([], [], [], [], []) == {}


def test_the_rest_of_a_period():
    """Days of 10 and 30 in turn: each scatters by itself, fortnights do not drift."""
    days = list(range(20))
    found = spending.forecast_rest(days, [10.0 + 20 * (d % 2) for d in days], [10] * 20, 14)
    margin = 2.093024 * (2000 / 19) ** 0.5 * 15**0.5
    assert found["expected"] == pytest.approx(200)
    assert (found["low"], found["high"]) == pytest.approx((200 - margin, 200 + margin))
    assert spending.forecast_rest(days, [1.0] * 13 + [None] * 7, [10] * 20, 14) == {}


def test_steps_between_weeks_widen_the_interval():
    """No scatter within weeks, but each spends 7 more than the one before: a month to come may."""
    days = list(range(28))
    found = spending.forecast_rest(days, [float(day // 7) for day in days], [14] * 28, 14)
    scatter = np.std([0, 1, 2, 3], ddof=1)
    margin = 3.182446 * scatter * (7 * 14 + 14**2 / 4) ** 0.5
    assert found["high"] == pytest.approx(1.5 * 14 + margin)


def test_intervals_of_a_drifting_channel_hold():
    """Of 200 channels whose weeks drift by chance at least 85 in 100 end inside."""
    random = np.random.default_rng(3)
    inside = 0
    for _ in range(200):
        level = 100 + np.repeat(10 * random.standard_normal(6), 7)
        amounts = level + 20 * random.standard_normal(42)
        found = spending.forecast_rest(list(range(28)), amounts[:28].tolist(), [14] * 28, 14)
        inside += found["low"] <= amounts[28:].sum() <= found["high"]
    assert inside >= 170
