"""What a channel's next coin brings: saturating response curves with carry-over.

The model is that of Y. Jin, Y. Wang, Y. Sun, D. Chan and J. Koehler, "Bayesian Methods for Media
Mix Modeling with Carryover and Shape Effects", Google, 2017, in its mildest form: an outcome is a
base (level, trend, one yearly wave) plus, per channel, effect * a / (half + a), where a is spend
after geometric carry-over. Parameters have weak priors of their own; the optimum is the mode,
intervals come from the curvature there. Weeks held back judge it against the base alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.signal import lfilter

from dagster_project.lib.fits.numbers import Z, rounded

CARRY, HALF, EFFECT = range(3)
"""Places of a channel's parameters: logit of the carry-over, logarithms of the other two (half in
units of the channel's mean spend, effect in units of the outcome's mean)."""
CENTRE = np.array([-0.85, 0.7, -3.0])
SPREAD = np.array([1.0, 1.0, 2.0])
"""Priors: carry-over about 0.3, half saturation at about twice the usual spend, an effect at which
the channel brings anything from a thousandth to all of the outcome."""
WIDE = 10.0
"""Prior deviation of the base's coefficients, in units of the outcome's mean: as good as none."""
LIMIT = 6.0
"""How far the search goes from the priors' centres."""
STEP = 1e-5


@dataclass
class Weeks:
    """A complete grid of weeks. `usable` marks those that may teach."""

    spend: np.ndarray
    outcome: np.ndarray
    usable: np.ndarray

    @property
    def base(self) -> np.ndarray:
        n = len(self.outcome)
        t = np.arange(n)
        columns = [np.ones(n), (t - n / 2) / n]
        if n >= 104:
            columns += [np.sin(2 * np.pi * t / 52.18), np.cos(2 * np.pi * t / 52.18)]
        return np.column_stack(columns)


def _grid(weeks, channels, spends, outcomes, names: list[str]) -> Weeks | None:
    """Rows as a grid. Spend not known is taken as that of the week before, and teaches nothing."""
    order = {week: place for place, week in enumerate(sorted(set(weeks)))}
    first, last = min(weeks), max(weeks)
    n = (last - first) // 7 + 1
    if any((week - first) % 7 for week in order):
        return None
    spend, outcome = np.zeros((n, len(names))), np.full(n, np.nan)
    known = np.zeros(n, bool)
    missing = np.zeros((n, len(names)), bool)
    places = {name: place for place, name in enumerate(names)}
    for week, channel, amount, value in zip(weeks, channels, spends, outcomes, strict=True):
        at = (week - first) // 7
        known[at] = True
        if value is not None:
            outcome[at] = value
        if channel in places:
            if amount is None:
                missing[at, places[channel]] = True
            else:
                spend[at, places[channel]] = amount
    for at in range(1, n):
        spend[at] = np.where(missing[at], spend[at - 1], spend[at])
    usable = known & ~missing.any(axis=1) & np.isfinite(outcome)
    return Weeks(np.maximum(spend, 0.0), outcome, usable)


def _carried(spend: np.ndarray, carry: float) -> np.ndarray:
    """Spend after carry-over; of steady spend as much arrives as goes out."""
    return lfilter([1.0 - carry], [1.0, -carry], spend)


def _brought(parameters: np.ndarray, spend: np.ndarray) -> np.ndarray:
    """What one channel brings per week, in units of the outcome's mean."""
    a = _carried(spend, 1.0 / (1.0 + np.exp(-parameters[CARRY])))
    return np.exp(parameters[EFFECT]) * a / (np.exp(parameters[HALF]) + a)


def _media(parameters: np.ndarray, spend: np.ndarray) -> np.ndarray:
    """The same of every channel, a column each."""
    own = parameters.reshape(-1, 3)
    return np.column_stack([_brought(p, s) for p, s in zip(own, spend.T, strict=True)])


def _slopes(parameters: np.ndarray, spend: np.ndarray) -> np.ndarray:
    """How that changes with each parameter; by the carry-over numerically."""
    columns = []
    for p, s in zip(parameters.reshape(-1, 3), spend.T, strict=True):
        step = np.array([STEP, 0.0, 0.0])
        brought = _brought(p, s)
        by_carry = (_brought(p + step, s) - _brought(p - step, s)) / (2 * STEP)
        half = np.exp(p[HALF])
        a = _carried(s, 1.0 / (1.0 + np.exp(-p[CARRY])))
        columns += [by_carry, -brought * half / (half + a), brought]
    return np.column_stack(columns)


@dataclass
class Fit:
    """The mode: parameters (channels' first, then the base's), their covariance."""

    parameters: np.ndarray
    covariance: np.ndarray
    sigma: float


def _fit(spend, outcome, base, teaches) -> Fit:
    """Mode of the posterior; spend and outcome in units of their means."""
    channels = spend.shape[1]
    first = base[teaches]
    level = np.linalg.lstsq(first, outcome[teaches], rcond=None)[0]
    sigma = max(float(np.std(outcome[teaches] - first @ level)), 1e-6)
    start = np.concatenate([np.tile(CENTRE, channels), level])
    centre = np.concatenate([np.tile(CENTRE, channels), np.zeros(base.shape[1])])
    spread = np.concatenate([np.tile(SPREAD, channels), np.full(base.shape[1], WIDE)])
    bounds = np.concatenate([np.full(3 * channels, LIMIT), np.full(base.shape[1], np.inf)])
    low, high = centre - bounds, centre + bounds

    def misfit(p: np.ndarray) -> np.ndarray:
        told = _media(p[: 3 * channels], spend).sum(axis=1) + base @ p[3 * channels :]
        return np.concatenate([(outcome - told)[teaches] / sigma, (p - centre) / spread])

    def change(p: np.ndarray) -> np.ndarray:
        told = np.column_stack([_slopes(p[: 3 * channels], spend), base])
        return np.concatenate([-told[teaches] / sigma, np.diag(1.0 / spread)])

    found = None
    for _ in range(3):  # the noise is what the fit leaves over
        found = least_squares(misfit, start, change, bounds=(low, high), max_nfev=200)
        left = found.fun[: int(teaches.sum())] * sigma
        start, before = found.x, sigma
        sigma = max(float(np.sqrt(left @ left / max(len(left) - base.shape[1], 1))), 1e-6)
        if abs(sigma / before - 1) < 1e-3:
            break
    covariance = np.linalg.inv(found.jac.T @ found.jac)
    return Fit(found.x, covariance, sigma)


def _log_slope(parameters: np.ndarray, spend: float) -> tuple[float, np.ndarray]:
    """Logarithm of the curve's slope at steady `spend`, and its gradient."""
    half = np.exp(parameters[HALF])
    value = parameters[EFFECT] + parameters[HALF] - 2 * np.log(half + spend)
    return float(value), np.array([0.0, 1.0 - 2 * half / (half + spend), 1.0])


def fit_response_curves(
    weeks: list[int],
    channels: list[str],
    spends: list[float | None],
    outcomes: list[float | None],
    current_weeks: int,
    held_out_weeks: int,
) -> dict[str, float]:
    """Per channel ('name|parameter') and for all of them ('|parameter').

    A row is a week (its first day as days since whenever) of a channel. A channel's `slope` is what
    one more unit of spend a week, spent for good, adds to the outcome a week at its mean spend of
    the last `current_weeks` weeks; `low` and `high` hold it in 95 of 100 cases. `learned` says how
    much narrower the weeks made the slope than the prior (1: not at all). `held_out_error` is the
    root mean square error of the last `held_out_weeks` usable weeks by a fit to the others, as a
    share of their mean, `base_error` that of a base without channels.
    """
    names = sorted({c for c, s in zip(channels, spends, strict=True) if s is not None and s > 0})
    grid = _grid(weeks, channels, spends, outcomes, names) if names else None
    if grid is None or grid.usable.sum() < held_out_weeks + 3 * len(names) + 4:
        return {}
    mean = float(grid.outcome[grid.usable].mean())
    usual = np.array([column[column > 0].mean() for column in grid.spend.T])
    if mean <= 0:
        return {}
    spend = grid.spend / usual
    outcome, base = np.where(grid.usable, grid.outcome, 0.0) / mean, grid.base
    with np.errstate(all="ignore"):
        result = _judged(spend, outcome, base, grid.usable, held_out_weeks)
        fit = _fit(spend, outcome, base, grid.usable)
    result["|weeks"], result["|sigma"] = float(grid.usable.sum()), fit.sigma * mean
    for place, name in enumerate(names):
        own = slice(3 * place, 3 * place + 3)
        p, variance = fit.parameters[own], fit.covariance[own, own]
        now = float(spend[-current_weeks:, place].mean())
        value, gradient = _log_slope(p, now)
        deviation = float(np.sqrt(gradient @ variance @ gradient))
        prior = float(np.sqrt(gradient**2 @ SPREAD**2))
        unit = mean / usual[place]
        result |= {
            f"{name}|carry_over": 1.0 / (1.0 + np.exp(-p[CARRY])),
            f"{name}|half_saturation": np.exp(p[HALF]) * usual[place],
            f"{name}|effect": np.exp(p[EFFECT]) * mean,
            f"{name}|current_spend": now * usual[place],
            f"{name}|slope": np.exp(value) * unit,
            f"{name}|low": np.exp(value - Z * deviation) * unit,
            f"{name}|high": np.exp(value + Z * deviation) * unit,
            f"{name}|learned": deviation / prior,
        }
    return {key: rounded(number) for key, number in sorted(result.items())}


def _judged(spend, outcome, base, usable, held_out_weeks: int) -> dict[str, float]:
    """Errors on the last usable weeks of fits that have not seen them."""
    last = np.flatnonzero(usable)[-held_out_weeks:]
    teaches = usable.copy()
    teaches[last] = False
    teaches[last[0] :] = False
    fit = _fit(spend, outcome, base, teaches)
    cut = 3 * spend.shape[1]
    told = _media(fit.parameters[:cut], spend).sum(axis=1) + base @ fit.parameters[cut:]
    alone = base @ np.linalg.lstsq(base[teaches], outcome[teaches], rcond=None)[0]
    scale = float(outcome[last].mean()) or 1.0
    return {
        f"|{name}": float(np.sqrt(np.mean((outcome[last] - guess[last]) ** 2))) / scale
        for name, guess in (("held_out_error", told), ("base_error", alone))
    }
