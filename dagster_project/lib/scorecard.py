"""Ten lines that say how the company does, from the published marts.

Belongs here: queries over published tables and their wording. A table that is missing or empty
gives a dash, never an error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

WINDOW = "date_day > (select max(date_day) from {table}) - 28"


def number(value: Any) -> str:
    return f"{float(value):,.0f}"


def percent(value: Any) -> str:
    return f"{float(value):.1%}"


def factor(value: Any) -> str:
    return f"{float(value):.2f}"


@dataclass(frozen=True)
class Line:
    """One figure: its words, its query (one value) and how it is written."""

    words: str
    query: str
    write: Callable[[Any], str] = number


LINES = (
    Line(
        "Ad spend, last 28 days",
        "select sum(spend) from insights.campaigns "
        f"where {WINDOW.format(table='insights.campaigns')}",
    ),
    Line(
        "Return on ad spend as the platforms claim it",
        "select sum(platform_value) / nullif(sum(spend), 0) from insights.campaigns "
        f"where {WINDOW.format(table='insights.campaigns')}",
        factor,
    ),
    Line(
        "Cost per platform conversion",
        "select sum(spend) / nullif(sum(platform_conversions), 0) from insights.campaigns "
        f"where {WINDOW.format(table='insights.campaigns')}",
        factor,
    ),
    Line(
        "Visits, last 28 days",
        "select sum(sessions) from messaging.awareness "
        f"where {WINDOW.format(table='messaging.awareness')}",
    ),
    Line(
        "Visits that engaged",
        "select sum(engaged_sessions) / nullif(sum(sessions), 0) from messaging.awareness "
        f"where {WINDOW.format(table='messaging.awareness')}",
        percent,
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
        return [(line.words, _figure(con, line)) for line in LINES]
    finally:
        con.close()


def _figure(con, line: Line) -> str:
    value = None
    with contextlib.suppress(duckdb.Error):
        value = con.execute(line.query).fetchone()[0]
    return "-" if value is None else line.write(value)
