"""Great Expectations suites as code: tonight's arrivals, and whether the marts may be published.

Belongs here: the rules of the two borders. dbt tests hold keys, relations and arithmetic; contracts
hold names and types. Running suites is lib/gx_checks.py.
"""

from __future__ import annotations

from expectations._suite import Suite


def mart_suites() -> dict[str, Suite]:
    """Every suite of a published table, by relation."""
    from expectations.marts import adoption, core, goals, insights, launches, messaging, quality

    suites: dict[str, Suite] = {}
    for family in (core, insights, messaging, launches, adoption, goals, quality):
        for suite in family.SUITES:
            if suite.relation in suites:
                raise ValueError(f"two suites for {suite.relation}")
            suites[suite.relation] = suite
    return suites
