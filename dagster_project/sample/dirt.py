"""Dirt that a loader delivers: exact duplicates and lines that cannot be read.

Belongs here: what is broken on purpose, where, and how often. Late rows, restatements, merges and
deletions are no dirt of the file but the company's life; they are drawn beside the rows themselves.
Does not belong here: writing files (nights.py).

Unreadable lines are added, never put in the place of a good row: they must cost no number.
"""

from __future__ import annotations

from datetime import timedelta

from dagster_project.lib.contract import Table
from dagster_project.sample.engine import World

DUPLICATE_EVERY = 251
"""One row in this many of every table is delivered twice in the same file, byte for byte."""

TARGETS = (
    ("google_ads.campaign_stats", "bad_number", "cost_micros"),
    ("google_ads.ad_stats", "scientific_id", "ad_id"),
    ("facebook_ads.basic_ad", "bad_number", "spend"),
    ("linkedin_ads.ad_analytics_by_campaign", "scientific_id", "campaign_id"),
    ("hubspot.deal", "unknown_currency", "property_deal_currency_code"),
    ("hubspot.contact", "ragged_line", ""),
    ("segment.pages", "ragged_line", ""),
    ("segment.tracks", "bad_timestamp", "timestamp"),
    ("generic.ad_performance", "unknown_currency", "currency"),
    ("generic.fx_rates", "bad_number", "rate"),
)


def bad_lines(
    world: World, table: Table, header: list[str], lo: int, hi: int
) -> list[tuple[str, str]]:
    """(kind, line) of every unreadable line that arrives on days [lo, hi), in order.

    Each target has one every third day of the last fortnight, and one in two months before.
    """
    lines = []
    for index, (relation, kind, column) in enumerate(TARGETS):
        if relation != f"{table.source}.{table.name}":
            continue
        for day in range(lo, hi):
            every = 3 if day >= world.days - 14 else 61
            if (day + index + world.seed) % every == 0:
                lines.append((kind, _line(world, table, header, index, kind, column, day)))
    return lines


def _line(
    world: World, table: Table, header: list[str], index: int, kind: str, column: str, day: int
) -> str:
    date = world.start + timedelta(days=day)
    by_type = {
        "date": f"{date}",
        "timestamp": f"{date} 08:00:00",
        "bigint": "1",
        "boolean": "false",
    }
    values = []
    for name in header:
        entry = table.by_name[name]
        value = by_type.get(
            entry.data_type, "1.00" if entry.data_type.startswith("decimal") else "x"
        )
        if entry.is_id:
            value = f"99{index:02d}{day:06d}"
        elif entry.currency:
            value = "USD"
        elif entry.accepted:
            value = entry.accepted[0]
        values.append(value)
    broken = {
        "bad_number": "12x5",
        "scientific_id": "6.80000E+11",
        "unknown_currency": "ZZZ",
        "bad_timestamp": "yesterday",
    }
    if kind == "ragged_line":
        return ",".join(values[:-2] if day % 2 else [*values, "one", "two"])
    values[header.index(column)] = broken[kind]
    return ",".join(values)
