"""Customers under contract: who leaves is seen at each renewal.

The shifted-beta-geometric model of P. Fader and B. Hardie, "How to Project Customer Retention",
Journal of Interactive Marketing 21(1), 2007: each customer leaves at a renewal with a probability
of their own, and these probabilities are spread over customers as a beta distribution.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, digamma

from dagster_project.lib.fits.numbers import greatest_likelihood, rounded

STARTS = np.array([[1.0, 1.0], [0.5, 5.0], [5.0, 50.0]])


def survival(alpha: float, beta: float, periods: int) -> np.ndarray:
    """Share of customers still there after 0 to `periods` renewals."""
    ages = np.arange(periods + 1)
    return np.exp(betaln(alpha, beta + ages) - betaln(alpha, beta))


def fit_shifted_beta_geometric(
    ages: list[int], lost: list[int], kept: list[int], horizon: int, discount: float
) -> dict[str, float]:
    """Parameters alpha and beta, log-likelihood, and what a new customer stays.

    Per age in renewals: how many left at it, and how many were last seen having stayed at it (they
    may leave later; age 0 has seen no renewal). `lifetime` is the expected number of paid periods
    within `horizon`, `discounted_lifetime` the same with each further period worth
    1 / (1 + discount) of the one before.
    """
    age, gone, stayed = (np.asarray(values, float) for values in (ages, lost, kept))
    if gone.sum() == 0 or stayed[age > 0].sum() == 0:
        return {}

    def likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        alpha, beta = parameters
        leave = betaln(alpha + 1, beta + np.maximum(age, 1) - 1) - betaln(alpha, beta)
        stay = betaln(alpha, beta + age) - betaln(alpha, beta)
        value = gone @ leave + stayed @ stay
        both = digamma(alpha + beta)
        leave_all = digamma(alpha + beta + np.maximum(age, 1))
        stay_all = digamma(alpha + beta + age)
        by_alpha = gone @ (digamma(alpha + 1) - leave_all) + stayed @ (digamma(alpha) - stay_all)
        by_alpha -= (gone + stayed).sum() * (digamma(alpha) - both)
        by_beta = gone @ (digamma(beta + np.maximum(age, 1) - 1) - leave_all)
        by_beta += stayed @ (digamma(beta + age) - stay_all)
        by_beta -= (gone + stayed).sum() * (digamma(beta) - both)
        return float(value), np.array([by_alpha, by_beta])

    found = greatest_likelihood(likelihood, STARTS)
    if found is None:
        return {}
    (alpha, beta), value = found
    stays = survival(alpha, beta, horizon - 1)
    worth = (1.0 + discount) ** -np.arange(horizon)
    return {
        "alpha": rounded(alpha),
        "beta": rounded(beta),
        "log_likelihood": rounded(value),
        "lifetime": rounded(stays.sum()),
        "discounted_lifetime": rounded(stays @ worth),
    }


def expected_renewals(renewals: int, ahead: int, alpha: float, beta: float) -> float | None:
    """Of the next `ahead` renewals of a contract that has stayed at `renewals`, how many to expect:
    the sum of S(renewals + k) / S(renewals) over k = 1 .. ahead, S being the survival curve, which
    is the curve of a customer whose beta is greater by `renewals`: who has stayed long stays on."""
    if None in (renewals, ahead, alpha, beta):
        return None
    return rounded(survival(alpha, beta + renewals, ahead)[1:].sum())
