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

WINDOW = "date_day > (select max(date_day) from {table}) - 28"
BEFORE = "date_day > (select max(date_day) from {table}) - 56 and not (" + WINDOW + ")"


def number(value: Any) -> str:
    return f"{float(value):,.0f}"


def percent(value: Any) -> str:
    return f"{float(value):.1%}"


def factor(value: Any) -> str:
    return f"{float(value):.2f}"


@dataclass(frozen=True)
class Line:
    """One figure: its words, its query (one value) and how it is written.

    `{window}` in the query is the last 28 days of `windowed`; `before` is the same for the 28 days
    before them.
    """

    words: str
    template: str
    write: Callable[[Any], str] = number
    windowed: str | None = None

    def _over(self, window: str) -> str:
        return self.template.format(window=window.format(table=self.windowed))

    @property
    def query(self) -> str:
        return self._over(WINDOW)

    @property
    def before(self) -> str | None:
        return self._over(BEFORE) if self.windowed else None


LINES = (
    Line(
        "Ad spend, last 28 days",
        "select sum(spend) from insights.campaigns where {window}",
        windowed="insights.campaigns",
    ),
    Line(
        "Return on ad spend as the platforms claim it",
        "select sum(platform_value) / nullif(sum(spend), 0) from insights.campaigns where {window}",
        factor,
        windowed="insights.campaigns",
    ),
    Line(
        "Cost per platform conversion",
        "select sum(spend) / nullif(sum(platform_conversions), 0) "
        "from insights.campaigns where {window}",
        factor,
        windowed="insights.campaigns",
    ),
    Line(
        "Visits, last 28 days",
        "select sum(sessions) from messaging.awareness where {window}",
        windowed="messaging.awareness",
    ),
    Line(
        "Visits that engaged",
        "select sum(engaged_sessions) / nullif(sum(sessions), 0) "
        "from messaging.awareness where {window}",
        percent,
        windowed="messaging.awareness",
    ),
    Line(
        "Won of decided deals",
        "select count(*) filter (where is_won) / nullif(count(*) filter "
        "(where outcome in ('won', 'lost')), 0) from core.opportunities where is_closed",
        percent,
    ),
    Line("Bookings won", "select sum(amount) from core.opportunities where is_won"),
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
