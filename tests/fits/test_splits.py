"""Chi-square against hand-worked numbers and a published table."""

from __future__ import annotations

import pytest

from dagster_project.lib.fits.splits import split_test


def test_a_split_against_its_plan():
    # (1002 - 950)^2 / 950 * 2 = 5.692632; the 5 % point of one degree of freedom is 3.841459
    found = split_test([1002, 898], [0.5, 0.5])
    assert found["chi_square"] == pytest.approx(2 * 52**2 / 950, abs=1e-6)
    assert found["p_value"] == pytest.approx(0.017036, abs=1e-5)
    assert split_test([900, 100], [0.9, 0.1])["p_value"] == 1


def test_the_five_per_cent_points_of_the_table():
    # three variants, two degrees of freedom: 5.991465
    people = [1000 + 77, 1000 - 77, 1000]
    found = split_test(people, [1 / 3] * 3)
    assert found["chi_square"] == pytest.approx(2 * 77**2 / 1000, abs=1e-6)
    assert (found["p_value"] < 0.05) == (found["chi_square"] > 5.991465)


@pytest.mark.parametrize(
    ("people", "shares"), [([5], [1.0]), ([0, 0], [0.5, 0.5]), ([5, 5], [0.5, None])]
)
def test_nothing_to_compare(people, shares):
    assert split_test(people, shares) == {}
