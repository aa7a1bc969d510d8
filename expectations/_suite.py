"""What a suite is: named, described, ranked checks as plain data.

Belongs here: the small dataclasses that suites are written in. Great Expectations itself is not
imported: that costs seconds, and only running a suite needs it (lib/gx_checks.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CRITICAL = "critical"
"""A failure stops the night: nothing is published."""
WARNING = "warning"
"""A failure is shown; the night goes on."""


@dataclass(frozen=True)
class Check:
    """One expectation: a class name of `great_expectations.expectations` and its arguments.

    `name` is the check's name for good: history is kept under it.
    """

    name: str
    description: str
    expectation: str
    arguments: dict[str, Any] = field(default_factory=dict)
    severity: str = CRITICAL

    @property
    def blocking(self) -> bool:
        return self.severity == CRITICAL


@dataclass(frozen=True)
class Group:
    """Several expectations that show as one check: it fails with the first that fails."""

    name: str
    description: str
    members: tuple[Check, ...]
    severity: str = CRITICAL

    @property
    def blocking(self) -> bool:
        return self.severity == CRITICAL

    @property
    def expectation(self) -> str:
        return ", ".join(member.name for member in self.members)


@dataclass(frozen=True)
class Suite:
    """The checks of one relation; `pii` columns are only ever reported as counts."""

    relation: str
    checks: tuple[Check, ...]
    pii: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        names = [check.name for check in self.checks]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.relation}: a check's name occurs twice: {names}")


def has_rows(what: str, minimum: int = 1, severity: str = WARNING) -> Check:
    """The first check of every suite: all others pass on an empty table."""
    return Check(
        "has_rows",
        f"There is at least {minimum} {what}; every other check passes on an empty table.",
        "ExpectTableRowCountToBeBetween",
        {"min_value": minimum},
        severity,
    )


def between(
    column: str,
    low: float | str | None,
    high: float | str | None,
    why: str,
    *,
    severity: str = CRITICAL,
    mostly: float = 1.0,
    name: str | None = None,
) -> Check:
    """Every value that is present lies in [low, high]."""
    bounds = {"min_value": low, "max_value": high}
    given = {key: value for key, value in bounds.items() if value is not None}
    arguments = {"column": column, "mostly": mostly, **given}
    kind = "ExpectColumnValuesToBeBetween"
    return Check(name or f"{column}_in_bounds", why, kind, arguments, severity)


def present(column: str, why: str, *, severity: str = CRITICAL, mostly: float = 1.0) -> Check:
    """The column has a value in (nearly) every row."""
    arguments = {"column": column, "mostly": mostly}
    return Check(f"{column}_is_present", why, "ExpectColumnValuesToNotBeNull", arguments, severity)


def at_most(larger: str, smaller: str, why: str, *, severity: str = CRITICAL) -> Check:
    """`smaller` never exceeds `larger` where both are present."""
    arguments = {
        "column_A": larger,
        "column_B": smaller,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    name = f"{smaller}_at_most_{larger}"
    return Check(name, why, "ExpectColumnPairValuesAToBeGreaterThanB", arguments, severity)


def no_rows(name: str, condition: str, why: str, *, severity: str = CRITICAL) -> Check:
    """No row meets `condition` (SQL over the table's columns)."""
    query = f"select * from {{batch}} where {condition}"
    arguments = {"unexpected_rows_query": query}
    return Check(name, why, "UnexpectedRowsExpectation", arguments, severity)


def rate(column: str, what: str) -> Check:
    """A share: between 0 and 1 wherever it is known."""
    why = f"{what} is a share: between 0 and 1, or NULL."
    return between(column, 0, 1, why, name=f"{column}_is_a_share")


def not_negative(column: str, what: str, *, severity: str = CRITICAL) -> Check:
    """A count or an amount that cannot fall below zero."""
    why = f"{what} cannot be negative."
    return between(column, 0, None, why, severity=severity, name=f"{column}_not_negative")


def days_make_sense(column: str, *, ahead: int = 2, severity: str = CRITICAL) -> Check:
    """Dates after 2000 and at most `ahead` days after the night's clock."""
    return no_rows(
        f"{column}_makes_sense",
        f"{column} < date '2000-01-01' or {column} > "
        f"(select max(cast(as_of as date)) + {ahead} from landing.clock)",
        f"No row lies before 2000 or more than {ahead} days after the night's clock.",
        severity=severity,
    )
