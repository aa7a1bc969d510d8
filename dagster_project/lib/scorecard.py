"""Ten lines that say how the company does, from the published marts.

Belongs here: queries over published tables and their wording, for the terminal and for the head of
the page. A table that is missing or empty gives a dash, never an error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


@dataclass(frozen=True)
class Span:
    """The `days` days up to `last` (SQL of a date), by the date in `column`."""

    last: str
    days: int = 28
    column: str = "date_day"

    def over(self, days_ago: int = 0) -> str:
        """The condition that a row lies in it, or in the span that ended `days_ago` earlier."""
        last = f"{self.last} - {days_ago}" if days_ago else self.last
        return f"{self.column} > {self.last} - {days_ago + self.days} and {self.column} <= {last}"


REPORTED = Span("(select max(date_day) from insights.campaigns)")
SETTLED = Span(
    "(select max(date_day) - (select cast(max(maturity_days) as integer) from goals.metrics "
    "where metric = 'platform_roas') from insights.campaigns)"
)
VISITED = Span("(select max(date_day) from messaging.awareness)")
DECIDED = Span("(select max(as_of_on) - 1 from quality.builds)", 90, "closed_on")


def number(value: Any) -> str:
    return f"{float(value):,.0f}"


def percent(value: Any) -> str:
    return f"{float(value):.1%}"


def factor(value: Any) -> str:
    return f"{float(value):.2f}"


@dataclass(frozen=True)
class Line:
    """One figure: its words, its query (one value) and how it is written.

    `{span}` in the query is the condition of `span`; `before` is the same for as many days before
    them. `note`: what else to know about the span.
    """

    words: str
    template: str
    write: Callable[[Any], str] = number
    span: Span | None = None
    note: str = ""

    @property
    def query(self) -> str:
        return self.template.format(span=self.span.over()) if self.span else self.template

    @property
    def before(self) -> str | None:
        return self.template.format(span=self.span.over(self.span.days)) if self.span else None


RESTATED = "days that platforms still restate are left out"

LINES = (
    Line(
        "Ad spend, last 28 days",
        "select sum(spend) from insights.campaigns where {span}",
        span=REPORTED,
    ),
    Line(
        "Claimed ROAS, 28 settled days",
        "select sum(platform_value) / nullif(sum(spend), 0) from insights.campaigns where {span}",
        factor,
        SETTLED,
        RESTATED,
    ),
    Line(
        "Cost per conversion, 28 settled days",
        "select sum(spend) / nullif(sum(platform_conversions), 0) "
        "from insights.campaigns where {span}",
        factor,
        SETTLED,
        RESTATED,
    ),
    Line(
        "Visits, last 28 days",
        "select sum(sessions) from messaging.awareness where {span}",
        span=VISITED,
    ),
    Line(
        "Visits that engaged, last 28 days",
        "select sum(engaged_sessions) / nullif(sum(sessions), 0) "
        "from messaging.awareness where {span}",
        percent,
        VISITED,
    ),
    Line(
        "Won of decided deals, last 90 days",
        "select count(*) filter (where is_won) / nullif(count(*) filter "
        "(where outcome in ('won', 'lost')), 0) from core.opportunities "
        "where is_closed and {span}",
        percent,
        DECIDED,
    ),
    Line(
        "Bookings won, last 90 days",
        "select sum(amount) from core.opportunities where is_won and {span}",
        span=DECIDED,
    ),
    Line(
        "Accounts in use, last day",
        "select count(distinct account_id) from adoption.product_usage where wau > 0 "
        "and date_day = (select max(date_day) from adoption.product_usage)",
    ),
    Line(
        "Stickiness (daily of monthly users), last day",
        "select sum(dau_sum) / nullif(sum(mau_sum), 0) from adoption.product_usage "
        "where date_day = (select max(date_day) from adoption.product_usage)",
        percent,
    ),
    Line(
        "Rows and money that cannot be accounted for",
        "select count(*) from quality.reconciliation where not is_balanced",
    ),
)


def scorecard(path: Path) -> list[tuple[str, str]]:
    """Words and figure of every line."""
    con = duckdb.connect(str(path), read_only=True)
    try:
        return [(line.words, _written(line, figure(con, line.query))) for line in LINES]
    finally:
        con.close()


def _written(line: Line, value: Any) -> str:
    return "-" if value is None else line.write(value)


def figure(con, query: str) -> Any:
    """The one value of a query; None where a table is missing or empty."""
    with contextlib.suppress(duckdb.Error):
        return con.execute(query).fetchone()[0]
    return None
