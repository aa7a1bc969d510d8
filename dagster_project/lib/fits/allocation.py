"""Dividing a budget: shares as near to their targets as bounds allow, whole cents that add up."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq


def allocate(
    names: list[str],
    targets: list[float],
    lows: list[float],
    highs: list[float],
    cents: list[int],
) -> dict[str, float]:
    """Cents of each name; they add up to `cents` (the same beside every name) exactly.

    The shares are the point nearest to the targets (least squares) among those between `lows` and
    `highs` that add up to 1: the targets, all moved by the same amount and cut at the bounds.
    Cents go by largest remainder, ties by name. Empty where no shares within the bounds add up.
    """
    if not names or None in (*targets, *lows, *highs, *cents) or cents[0] < 0:
        return {}
    target, low, high = (np.asarray(values, float) for values in (targets, lows, highs))
    slack = 1e-9
    if (low > high + slack).any() or low.sum() > 1 + slack or high.sum() < 1 - slack:
        return {}

    def over(move: float) -> float:
        return float(np.clip(target + move, low, high).sum() - 1.0)

    reach = float(np.abs(target).max() + 1.0)
    if over(-reach) >= 0:
        shares = low
    elif over(reach) <= 0:
        shares = high
    else:
        shares = np.clip(target + brentq(over, -reach, reach, xtol=1e-15), low, high)
    exact = np.round(shares / shares.sum() * cents[0], 6)
    whole = np.floor(exact).astype(np.int64)
    by_rest = sorted(range(len(names)), key=lambda i: (whole[i] - exact[i], names[i]))
    left = int(cents[0]) - int(whole.sum())
    for i in by_rest[:left]:
        whole[i] += 1
    return {name: float(amount) for name, amount in zip(names, whole, strict=True)}
