"""Whether people were split among variants as planned: Pearson's chi-square test.

A sample ratio mismatch says that the experiment itself is broken, whatever its result; see Fabijan
et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments" (KDD 2019).
"""

from __future__ import annotations

from collections.abc import Sequence

from scipy import stats

from dagster_project.lib.fits.numbers import rounded


def split_test(people: Sequence[int], shares: Sequence[float | None]) -> dict[str, float]:
    """`chi_square` and `p_value` of these numbers of people against their planned shares.

    Empty where there is nothing to compare: one variant, no plan for one of them, nobody at all.
    """
    if len(people) < 2 or sum(people) == 0 or any(not share or share <= 0 for share in shares):
        return {}
    scale = sum(people) / sum(shares)
    found = stats.chisquare(list(people), [share * scale for share in shares])
    return {"chi_square": rounded(found.statistic), "p_value": rounded(found.pvalue)}
