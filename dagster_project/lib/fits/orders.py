"""Customers who order when they like: nobody sees them leave.

How often: BG/NBD of P. Fader, B. Hardie and K. L. Lee, "'Counting Your Customers' the Easy Way: An
Alternative to the Pareto/NBD Model", Marketing Science 24(2), 2005. How much: Gamma-Gamma of the
same authors, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal of Marketing
Research 42(4), 2005. Time comes in whole days and is reckoned in weeks, as in the papers.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln, hyp2f1

from dagster_project.lib.fits.numbers import greatest_likelihood, rounded

DAYS_PER_WEEK = 7.0
STARTS = np.array([[0.5, 5.0, 0.5, 2.0], [1.0, 20.0, 1.0, 5.0], [0.2, 2.0, 0.1, 1.0]])


def fit_bg_nbd(
    repeats: list[int], recency_days: list[int], age_days: list[int], customers: list[int]
) -> dict[str, float]:
    """Parameters r, alpha (weeks), a, b and log-likelihood.

    Per distinct history: repeat orders, days from the first order to the last, days from the first
    order to today, and how many customers have that history.
    """
    x, n = np.asarray(repeats, float), np.asarray(customers, float)
    last, age = (np.asarray(days, float) / DAYS_PER_WEEK for days in (recency_days, age_days))
    again = x > 0
    if not again.any():
        return {}

    def likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = parameters
        orders = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        orders += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        alive = -(r + x) * np.log(alpha + age)
        beyond = np.log(a) - np.log(np.where(again, b + x - 1, 1)) - (r + x) * np.log(alpha + last)
        left = np.where(again, beyond, -np.inf)
        either = np.logaddexp(alive, left)
        is_alive, is_left = np.exp(alive - either), np.exp(left - either)
        by_r = digamma(r + x) - digamma(r) + np.log(alpha)
        by_r -= is_alive * np.log(alpha + age) + is_left * np.log(alpha + last)
        by_alpha = r / alpha - (r + x) * (is_alive / (alpha + age) + is_left / (alpha + last))
        by_a = digamma(a + b) - digamma(a + b + x) + is_left / a
        by_b = digamma(a + b) + digamma(b + x) - digamma(b) - digamma(a + b + x)
        by_b -= is_left / np.where(again, b + x - 1, 1)
        return float(n @ (orders + either)), np.array([n @ by_r, n @ by_alpha, n @ by_a, n @ by_b])

    found = greatest_likelihood(likelihood, STARTS)
    if found is None:
        return {}
    parameters, value = found
    named = zip(("r", "alpha", "a", "b"), parameters, strict=True)
    return {name: rounded(p) for name, p in named} | {"log_likelihood": rounded(value)}


def fit_gamma_gamma(
    repeats: list[int], means: list[float], customers: list[int]
) -> dict[str, float]:
    """Parameters p, q, gamma and log-likelihood of what a repeat order is worth.

    Per distinct customer value: repeat orders (at least one), mean worth of such an order (above
    nothing), and how many customers have it.
    """
    x, m, n = (np.asarray(values, float) for values in (repeats, means, customers))
    if len(m) < 2:
        return {}
    unit = (n @ m) / n.sum()
    m = m / unit

    def likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, g = parameters
        value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(g)
        value += (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(g + m * x)
        common = digamma(p * x + q) - np.log(g + m * x)
        by_p = x * (common - digamma(p * x) + np.log(m * x))
        by_q = common - digamma(q) + np.log(g)
        by_g = q / g - (p * x + q) / (g + m * x)
        return float(n @ value), np.array([n @ by_p, n @ by_q, n @ by_g])

    found = greatest_likelihood(likelihood, np.array([[1.0, 2.0, 1.0], [5.0, 4.0, 1.0]]))
    if found is None:
        return {}
    (p, q, g), value = found
    return {
        "p": rounded(p),
        "q": rounded(q),
        "gamma": rounded(g * unit),
        "log_likelihood": rounded(value - n.sum() * np.log(unit)),
    }


def _left_to_alive(x: int, last: float, age: float, r: float, alpha: float, a: float, b: float):
    """Odds that the customer has left; nobody is known to have left before a repeat order."""
    if x == 0:
        return 0.0
    return a / (b + x - 1) * np.exp((r + x) * (np.log(alpha + age) - np.log(alpha + last)))


def p_alive(
    repeats: int, recency_days: int, age_days: int, r: float, alpha: float, a: float, b: float
) -> float | None:
    """Probability that a customer with this history will ever order again."""
    if None in (repeats, recency_days, age_days, r, alpha, a, b):
        return None
    last, age = recency_days / DAYS_PER_WEEK, age_days / DAYS_PER_WEEK
    return rounded(1 / (1 + _left_to_alive(repeats, last, age, r, alpha, a, b)))


def expected_orders(
    repeats: int,
    recency_days: int,
    age_days: int,
    horizon_days: int,
    r: float,
    alpha: float,
    a: float,
    b: float,
) -> float | None:
    """Orders to expect of a customer with this history in the next `horizon_days`."""
    if None in (repeats, recency_days, age_days, horizon_days, r, alpha, a, b):
        return None
    last, age, ahead = (d / DAYS_PER_WEEK for d in (recency_days, age_days, horizon_days))
    if abs(a - 1) < 1e-6:
        a = 1 + 1e-6
    x, now = repeats, alpha + age
    shrinks = np.exp((r + x) * (np.log(now) - np.log(now + ahead)))
    series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (now + ahead))
    orders = (a + b + x - 1) / (a - 1) * (1 - shrinks * series)
    return rounded(orders / (1 + _left_to_alive(x, last, age, r, alpha, a, b)))
