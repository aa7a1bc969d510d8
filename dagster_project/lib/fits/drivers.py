"""What early use tells about a sign-up: a logistic regression, judged on later sign-ups.

Every driver enters as ln(1 + amount), in standard deviations of the sign-ups that teach. The
coefficients are the mode under independent normal priors (an L2 penalty; the level has none), with
intervals from the curvature there (Wald). Sign-ups held back judge it: the area under the ROC curve
with the interval of E. DeLong, D. DeLong and D. Clarke-Pearson, "Comparing the Areas under Two or
More Correlated Receiver Operating Characteristic Curves", Biometrics 44, 1988, by the ranks of
X. Sun and W. Xu, IEEE Signal Processing Letters 21(11), 2014, and the mean logarithmic loss beside
that of telling everybody the rate of those that taught.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize
from scipy.special import expit, log_expit, logit
from scipy.stats import rankdata

from dagster_project.lib.fits.numbers import DIGITS, Z, rounded

PRIOR = 1.0
"""Prior deviation of a coefficient: one standard deviation of a driver more is thought to multiply
the odds by less than seven, or by more than a seventh, in 95 of 100 cases."""


def penalised_logistic(
    x: np.ndarray, y: np.ndarray, prior: float = PRIOR
) -> tuple[np.ndarray, np.ndarray]:
    """Mode of level and coefficients, and their covariance by the curvature at it."""
    design = np.column_stack([np.ones(len(y)), x])
    penalty = np.full(design.shape[1], prior**-2.0)
    penalty[0] = 0.0
    scale = 1.0 / len(y)

    def loss(b: np.ndarray) -> float:
        told = design @ b
        return scale * float(
            y @ -log_expit(told) + (1 - y) @ -log_expit(-told) + penalty @ b**2 / 2
        )

    def slope(b: np.ndarray) -> np.ndarray:
        return scale * (design.T @ (expit(design @ b) - y) + penalty * b)

    def curvature(b: np.ndarray) -> np.ndarray:
        p = expit(design @ b)
        return scale * ((design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty))

    start = np.zeros(design.shape[1])
    start[0] = logit(y.mean())
    found = optimize.minimize(
        loss, start, jac=slope, hess=curvature, method="trust-exact", options={"gtol": 1e-9}
    ).x
    found = found - np.linalg.solve(curvature(found), slope(found))
    return found, scale * np.linalg.inv(curvature(found))


def area_under_curve(scores: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Share of pairs in which who converted has the higher score (ties half), and its deviation."""
    won, lost = scores[y > 0], scores[y == 0]
    m, n = len(won), len(lost)
    ranks = rankdata(np.concatenate([won, lost]))
    above = (ranks[:m] - rankdata(won)) / n
    below = 1.0 - (ranks[m:] - rankdata(lost)) / m
    variance = above.var(ddof=1) / m + below.var(ddof=1) / n
    return float(above.mean()), float(np.sqrt(variance))


def _loss(told: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.where(y > 0, -log_expit(told), -log_expit(-told))))


def _matrix(cases, drivers, amounts, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where each case stands first, and a row per case (sorted) with ln(1 + amount) per driver."""
    _, first, row = np.unique(np.asarray(cases), return_index=True, return_inverse=True)
    place = {name: column for column, name in enumerate(names)}
    x = np.zeros((len(first), len(names)))
    for case, driver, amount in zip(row, drivers, amounts, strict=True):
        if driver in place:
            x[case, place[driver]] = amount
    return first, np.log1p(x)


def fit_drivers(
    cases: list[int],
    held_out: list[int],
    converted: list[int],
    drivers: list[str],
    amounts: list[int],
) -> dict[str, float]:
    """Per driver ('name|parameter') and for the model ('|parameter').

    A row is an amount of a driver of a case; what a case has none of need not be there, but each
    case needs a row, be it of the driver '' that counts for nothing. `held_out` and `converted`
    are 0 or 1, the same in all rows of a case. Drivers that do not vary among the cases that teach
    are left out. Empty where either part lacks two cases of either outcome.
    """
    names = sorted({driver for driver in drivers if driver})
    first, x = _matrix(cases, drivers, amounts, names)
    y, judges = (np.asarray(flags, float)[first] for flags in (converted, held_out))
    judges = judges > 0
    counts = [int((y[part] == flag).sum()) for part in (judges, ~judges) for flag in (0, 1)]
    if not names or min(counts) < 2:
        return {}
    centre, spread = x[~judges].mean(axis=0), x[~judges].std(axis=0)
    varies = spread > 1e-12
    if not varies.any():
        return {}
    x = (x[:, varies] - centre[varies]) / spread[varies]
    mode, covariance = penalised_logistic(x[~judges], y[~judges])
    told = mode[0] + x[judges] @ mode[1:]
    # equal cases must tie, whatever the last bit of their sums
    area, deviation = area_under_curve(np.round(told, DIGITS), y[judges])
    result = {
        "|auc": area,
        "|auc_low": max(area - Z * deviation, 0.0),
        "|auc_high": min(area + Z * deviation, 1.0),
        "|log_loss": _loss(told, y[judges]),
        "|base_log_loss": _loss(np.full(len(told), logit(y[~judges].mean())), y[judges]),
    }
    shown = [name for name, is_shown in zip(names, varies, strict=True) if is_shown]
    for place, name in enumerate(shown, start=1):
        reach = Z * np.sqrt(covariance[place, place])
        result |= {
            f"{name}|coefficient": mode[place],
            f"{name}|odds_ratio": np.exp(mode[place]),
            f"{name}|odds_ratio_low": np.exp(mode[place] - reach),
            f"{name}|odds_ratio_high": np.exp(mode[place] + reach),
        }
    return {key: rounded(number) for key, number in sorted(result.items())}
