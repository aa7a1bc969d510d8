"""What will be spent on the days to come, from the days before, and how far off that may be."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from dagster_project.lib.fits.numbers import rounded

WEEK = 7
MIN_WEEKS = 4
"""Fewer whole weeks say too little about how weeks drift."""


def forecast_rest(
    days: list[int], amounts: list[float | None], days_left: list[int], min_days: int
) -> dict[str, float]:
    """Sum over the days left (the same beside every day), with a 95 % interval.

    The days to come are like the mean of the known ones. Two things make that wrong, and the wider
    interval is told: days scatter (each by itself), and weeks drift (all days of a week together,
    so that a sheet's step from month to month counts as well). Both hold what the mean is not sure
    of. Empty for fewer than `min_days` known days.
    """
    known = [amount for amount in amounts if amount is not None]
    if len(known) < max(min_days, 2):
        return {}
    left, mean = float(days_left[0]), float(np.mean(known))
    margin = _margin(np.array(known), left, 1)
    last = max(days)
    weeks: dict[int, list[float | None]] = {}
    for day, amount in zip(days, amounts, strict=True):
        weeks.setdefault((last - day) // WEEK, []).append(amount)
    means = [float(np.mean(w)) for w in weeks.values() if len(w) == WEEK and None not in w]
    if len(means) >= MIN_WEEKS:
        margin = max(margin, _margin(np.array(means), left, WEEK))
    return {
        "daily": rounded(mean),
        "expected": rounded(mean * left),
        "low": rounded(max(mean * left - margin, min(mean * left, 0.0))),
        "high": rounded(mean * left + margin),
    }


def _margin(means: np.ndarray, left: float, days: int) -> float:
    """Half of the interval, from the scatter of means over so many days."""
    n = len(means)
    student = float(stdtrit(n - 1, 0.975))
    return student * float(means.std(ddof=1)) * float(np.sqrt(days * left + left**2 / n))
