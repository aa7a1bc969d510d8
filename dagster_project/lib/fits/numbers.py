"""What every fit shares: rounding, and the search for the greatest likelihood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize

DIGITS = 9
"""Significant digits of a result: far more than the data know, fewer than engines differ by."""

Z = 1.959963984540054
"""Quantile of the normal distribution: 95 of 100 cases lie within so many deviations."""

WIDEST = 15.0
"""|log parameter| at which a likelihood counts as having no optimum: it grows without end."""


def rounded(value: float) -> float:
    """`value` to nine significant digits."""
    return float(f"{float(value):.{DIGITS}g}")


def greatest_likelihood(
    value_and_slope: Callable[[np.ndarray], tuple[float, np.ndarray]], starts: np.ndarray
) -> tuple[np.ndarray, float] | None:
    """Positive parameters at which the log-likelihood is greatest, and that likelihood.

    `value_and_slope` gives log-likelihood and gradient by the parameters. The search runs over
    their logarithms, from each row of `starts`; the best end wins, the first among equals. None
    where every search runs off to the bounds: the data do not determine the parameters.
    """
    scale = max(1.0, abs(value_and_slope(np.asarray(starts[0], float))[0]))

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(logs)
        value, slope = value_and_slope(parameters)
        return -value / scale, -slope * parameters / scale

    best = None
    with np.errstate(all="ignore"):
        for start in starts:
            found = optimize.minimize(
                loss,
                np.log(start),
                jac=True,
                method="L-BFGS-B",
                bounds=[(-WIDEST, WIDEST)] * len(start),
                options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000, "maxfun": 5000},
            )
            inside = np.all(np.abs(found.x) < WIDEST - 1e-6) and np.isfinite(found.fun)
            if inside and (best is None or found.fun < best.fun - 1e-12):
                best = found
    return None if best is None else (np.exp(best.x), float(-best.fun * scale))
