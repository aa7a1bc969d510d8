"""Fits of customer lifetime value: published figures, data with a known truth, awkward input."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.special import betaln

from dagster_project.lib.fits import contractual, orders

GROCERY = os.environ.get("PMA_GROCERY_DATA")
"""Folder with groceryElog.csv of the R package BTYDplus (GPL-3, so not kept here)."""

# P. Fader, B. Hardie, "How to Project Customer Retention", Journal of Interactive Marketing 21(1),
# 2007: per cent of customers surviving in years 0 to 7, and the estimates from them.
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]


def table(survivors: list[float]) -> tuple[list[int], list[int], list[int]]:
    """Ages, lost and kept of a cohort of a thousand."""
    alive = [round(10 * s) for s in survivors]
    lost = [0, *(before - after for before, after in pairwise(alive))]
    return list(range(len(alive))), lost, [*([0] * (len(alive) - 1)), alive[-1]]


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "year_12"),
    [(REGULAR, 0.704, 1.182, 17.3), (HIGH_END, 0.668, 3.806, 39.4)],
)
def test_published_retention(survivors, alpha, beta, year_12):
    fit = contractual.fit_shifted_beta_geometric(*table(survivors), 60, 0.0)
    assert round(fit["alpha"], 3) == alpha
    assert round(fit["beta"], 3) == beta
    projected = 100 * contractual.survival(fit["alpha"], fit["beta"], 12)
    assert projected[:8] == pytest.approx(survivors, abs=3)
    assert projected[12] == pytest.approx(year_12, abs=2)


def test_lifetime_is_the_sum_of_the_survival_curve():
    plain = contractual.fit_shifted_beta_geometric(*table(REGULAR), 3, 0.0)
    cheap = contractual.fit_shifted_beta_geometric(*table(REGULAR), 3, 0.25)
    first, second = contractual.survival(plain["alpha"], plain["beta"], 2)[1:]
    assert plain["lifetime"] == pytest.approx(1 + first + second)
    assert cheap["discounted_lifetime"] == pytest.approx(1 + first / 1.25 + second / 1.25**2)
    assert plain["discounted_lifetime"] == plain["lifetime"] == cheap["lifetime"]


def test_expected_renewals_follow_the_survival_curve():
    """New: the curve itself. Having stayed at two: what is left of it, over what was left then."""
    alpha, beta = 0.668, 3.806
    curve = contractual.survival(alpha, beta, 6)
    assert contractual.expected_renewals(0, 3, alpha, beta) == pytest.approx(curve[1:4].sum())
    later = contractual.expected_renewals(2, 4, alpha, beta)
    assert later == pytest.approx(curve[3:7].sum() / curve[2])
    assert later > contractual.expected_renewals(0, 4, alpha, beta)
    assert contractual.expected_renewals(0, 4, None, None) is None


def test_customers_of_several_ages_are_one_likelihood():
    """Right-censored at different ages: the likelihood is the product over customers."""
    fit = contractual.fit_shifted_beta_geometric([0, 1, 2, 3], [0, 30, 10, 4], [9, 7, 5, 40], 12, 0)
    a, b = fit["alpha"], fit["beta"]
    leave = [betaln(a + 1, b + t - 1) - betaln(a, b) for t in (1, 2, 3)]
    stay = [betaln(a, b + t) - betaln(a, b) for t in (1, 2, 3)]
    value = np.dot([30, 10, 4], leave) + np.dot([7, 5, 40], stay)
    assert fit["log_likelihood"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("lost", "kept"),
    [([0, 0, 0], [5, 5, 90]), ([0, 90, 10], [0, 0, 0]), ([0, 10, 0], [90, 0, 0])],
    ids=["nobody left", "nobody stayed", "nobody was seen staying"],
)
def test_contracts_without_an_optimum(lost, kept):
    assert contractual.fit_shifted_beta_geometric([0, 1, 2], lost, kept, 12, 0.0) == {}


def histories(days_of: dict[object, set[date]], until: date) -> list[list[int]]:
    """Repeat orders, recency, age and customers, as int_clv_parameters has them."""
    counted = Counter(
        (len(days) - 1, (max(days) - min(days)).days, (until - min(days)).days)
        for days in days_of.values()
    )
    rows = sorted((*history, n) for history, n in counted.items())
    return [list(column) for column in zip(*rows, strict=True)]


def simulated(r: float, alpha: float, a: float, b: float, customers: int) -> list[list[int]]:
    """Customers that do order as BG/NBD says, seen for two years, to the day."""
    rng = np.random.default_rng(20_060_101)
    rows: Counter = Counter()
    for _ in range(customers):
        age = int(rng.integers(500, 730))
        rate, leaves = rng.gamma(r, 7 * alpha) / (7 * alpha) ** 2, rng.beta(a, b)
        moment, days = 0.0, set()
        while rng.random() >= leaves or not days:
            moment += rng.exponential(1 / rate)
            if moment >= age:
                break
            days.add(int(np.ceil(moment)))
        rows[len(days), max(days, default=0), age] += 1
    return [list(c) for c in zip(*sorted((*k, n) for k, n in rows.items()), strict=True)]


def test_known_truth_is_found_again():
    fit = orders.fit_bg_nbd(*simulated(0.5, 6.0, 0.8, 3.0, 20_000))
    assert fit["r"] == pytest.approx(0.5, rel=0.06)
    assert fit["alpha"] == pytest.approx(6.0, rel=0.08)
    assert fit["a"] / (fit["a"] + fit["b"]) == pytest.approx(0.8 / 3.8, rel=0.08)


def test_worth_of_orders_is_found_again():
    rng = np.random.default_rng(1)
    p, q, gamma = 6.0, 4.0, 15.0
    repeats = rng.integers(1, 9, 20_000)
    means = rng.gamma(p * repeats) / (repeats * rng.gamma(q, 1 / gamma, 20_000))
    rows = sorted(zip(repeats.tolist(), means.tolist(), strict=True))
    fit = orders.fit_gamma_gamma(*(list(c) for c in zip(*rows, strict=True)), [1] * len(rows))
    assert (fit["p"], fit["q"], fit["gamma"]) == pytest.approx((p, q, gamma), rel=0.1)


def test_no_repeat_orders_no_fit():
    assert orders.fit_bg_nbd([0, 0], [0, 0], [30, 60], [70, 80]) == {}
    assert orders.fit_gamma_gamma([1], [10.0], [50]) == {}


def test_published_expectation():
    """Fader, Hardie and Lee 2005: x = 2, t_x = 30.43, T = 38.86 weeks, next 39 weeks: 1.226."""
    truth = (0.243, 4.414, 0.793, 2.426)
    assert orders.expected_orders(2, 213, 272, 273, *truth) == pytest.approx(1.226, abs=0.001)
    assert orders.p_alive(0, 0, 272, *truth) == 1
    assert orders.expected_orders(2, 213, 272, None, *truth) is None
    near, far = (orders.expected_orders(2, 213, 272, 273, 0.2, 4.4, a, 2.4) for a in (1, 1.001))
    assert near == pytest.approx(far, rel=1e-3)


@pytest.mark.skipif(not GROCERY, reason="PMA_GROCERY_DATA names no folder with groceryElog.csv")
def test_grocery():
    """BTYDplus, until the end of 2006: r 0.349, alpha 2.581, a 0.504, b 3.644, LL -15,837."""
    until = date(2006, 12, 31)
    days_of: dict[str, set[date]] = {}
    with (Path(GROCERY) / "groceryElog.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if (day := date.fromisoformat(row["date"])) <= until:
                days_of.setdefault(row["cust"], set()).add(day)
    fit = orders.fit_bg_nbd(*histories(days_of, until))
    assert round(fit.pop("log_likelihood")) == -15_837
    expected = {"r": 0.349, "alpha": 2.581, "a": 0.504, "b": 3.644}
    assert fit == pytest.approx(expected, abs=0.001)
