"""Drivers of conversion: planted ones come back, noise has no skill, published data are met."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dagster_project.lib.fits.drivers import area_under_curve, fit_drivers, penalised_logistic

PLANTED = {"active_days": 0.9, "events": 0.0, "feature:export": -0.6}
"""Coefficients per standard deviation of ln(1 + amount)."""


def planted_cases(n: int, seed: int, planted=PLANTED, level: float = -1.0) -> list[tuple]:
    """Rows of cases of whom the later quarter judges; amounts of nothing are left out."""
    random = np.random.default_rng(seed)
    amounts = {
        "active_days": random.binomial(14, random.beta(2, 3, n)),
        "events": np.floor(random.lognormal(2, 1, n)).astype(int),
        "feature:export": random.poisson(0.7, n),
    }
    logs = {name: np.log1p(column) for name, column in amounts.items()}
    teach = slice(0, 3 * n // 4)
    told = level + sum(
        planted[name] * (x - x[teach].mean()) / x[teach].std() for name, x in logs.items()
    )
    paid = random.random(n) < 1 / (1 + np.exp(-told))
    rows = [(case, int(case >= 3 * n // 4), int(paid[case]), "", 0) for case in range(n)]
    for name, column in amounts.items():
        rows += [
            (case, int(case >= 3 * n // 4), int(paid[case]), name, int(column[case]))
            for case in range(n)
            if column[case]
        ]
    return rows


def fitted(rows: list[tuple]) -> dict[str, float]:
    return fit_drivers(*(list(column) for column in zip(*rows, strict=True)))


def test_planted_coefficients_lie_in_their_intervals():
    """Of 60 planted coefficients about 57 belong inside; fewer than 52 is a wrong interval."""
    inside, errors = 0, []
    for seed in range(20):
        found = fitted(planted_cases(1600, seed))
        for name, coefficient in PLANTED.items():
            low, high = found[f"{name}|odds_ratio_low"], found[f"{name}|odds_ratio_high"]
            inside += math.log(low) <= coefficient <= math.log(high)
            errors.append(found[f"{name}|coefficient"] - coefficient)
            assert found[f"{name}|odds_ratio"] == pytest.approx(
                math.exp(found[f"{name}|coefficient"]), rel=1e-8
            )
    assert inside >= 52
    assert abs(np.mean(errors)) < 0.03
    assert np.abs(errors).max() < 0.3


def test_planted_drivers_tell_who_pays():
    found = fitted(planted_cases(4000, seed=3))
    assert found["|auc_low"] > 0.65
    assert found["|log_loss"] < found["|base_log_loss"] - 0.05


def test_noise_has_no_skill():
    """The interval holds a half in 19 of 20 cases or so; all of 20 areas lie near it."""
    areas, holds = [], 0
    for seed in range(20):
        found = fitted(planted_cases(2000, seed, planted=dict.fromkeys(PLANTED, 0.0)))
        areas.append(found["|auc"])
        holds += found["|auc_low"] <= 0.5 <= found["|auc_high"]
        assert found["|log_loss"] > found["|base_log_loss"] - 0.01
    assert abs(np.mean(areas) - 0.5) < 0.02
    assert max(abs(area - 0.5) for area in areas) < 0.12
    assert holds >= 17


def test_the_order_of_rows_is_nothing():
    rows = planted_cases(400, seed=9)
    expected = fitted(rows)
    for seed in range(3):
        shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
        assert fitted(shuffled) == expected


def test_the_future_teaches_nothing():
    """What is held back changes the judgement and no coefficient."""
    rows = planted_cases(800, seed=4)
    turned = [(c, h, 1 - y if h else y, d, a) for c, h, y, d, a in rows]
    found, other = fitted(rows), fitted(turned)
    assert {k: v for k, v in found.items() if k[0] != "|"} == {
        k: v for k, v in other.items() if k[0] != "|"
    }
    assert other["|auc"] == pytest.approx(1 - found["|auc"], abs=1e-8)


def test_what_does_not_vary_is_left_out():
    rows = planted_cases(400, seed=5)
    rows += [(case, h, y, "users", 1) for case, h, y, d, _ in rows if d == ""]
    found = fitted(rows)
    assert not any(key.startswith("users|") for key in found)
    assert found == fitted([row for row in rows if row[3] != "users"])


def test_too_little_is_nothing():
    rows = planted_cases(200, seed=6)
    assert fitted(rows) != {}
    assert fitted([row for row in rows if not row[1]]) == {}, "nobody judges"
    assert fitted([(c, h, y if h else 0, d, a) for c, h, y, d, a in rows]) == {}, "nobody paid"
    assert fitted([row for row in rows if row[3] == ""]) == {}, "nothing was used"


def test_o_rings():
    """Any damage by temperature, 23 flights: Dalal, Fowlkes and Hoadley (JASA 84, 1989), table 1.

    The maximum-likelihood fit of these is in many textbooks: 15.0429 (7.3786), -0.2322 (0.1082).
    """
    damaged = [53, 57, 58, 63, 70, 70, 75]
    sound = [66, 67, 67, 67, 68, 69, 70, 70, 72, 73, 75, 76, 76, 78, 79, 81]
    x = np.array([[float(t)] for t in damaged + sound])
    y = np.array([1.0] * 7 + [0.0] * 16)
    mode, covariance = penalised_logistic(x, y, prior=1e6)
    assert mode == pytest.approx([15.0429, -0.2322], abs=5e-5)
    assert np.sqrt(np.diag(covariance)) == pytest.approx([7.3786, 0.1082], abs=5e-5)
    tighter, _ = penalised_logistic(x - x.mean(), y, prior=0.05)
    assert -0.2322 < tighter[1] < 0, "the penalty draws towards nothing"


def test_the_area_is_the_share_of_pairs():
    """Against the definition, pair by pair, with ties; its deviation by DeLong's components."""
    random = np.random.default_rng(2)
    y = (random.random(70) < 0.4).astype(float)
    scores = np.round(random.standard_normal(70) + y, 1)
    won, lost = scores[y > 0], scores[y == 0]
    pairs = (won[:, None] > lost).astype(float) + 0.5 * (won[:, None] == lost)
    variance = pairs.mean(axis=1).var(ddof=1) / len(won)
    variance += pairs.mean(axis=0).var(ddof=1) / len(lost)
    assert area_under_curve(scores, y) == pytest.approx((pairs.mean(), math.sqrt(variance)))
