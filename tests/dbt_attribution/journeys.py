"""Journeys written straight into core.touchpoints and core.conversions, credits out.

Belongs here: how the tests of this folder make those two tables and run dbt on what follows from
them. Does not belong here: cases; where the two tables come from (tests/dbt_usage, dbt unit tests).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from tests.support import dbt
from tests.support.raw import new_warehouse

SELECTION = (
    *("int_attribution_touches", "int_attribution_steps", "int_attribution_weights"),
    *("attribution_credits", "attribution_paths", "attribution_effects"),
)
AS_OF = datetime(2026, 1, 31, 2)
TOUCHES = (
    "touch_id string, source_relation string, touch_at timestamp, date_day date, "
    "touch_type string, person_id string, account_id string, channel string, cost_channel string, "
    "source string, medium string, campaign string, campaign_raw string, campaign_key string, "
    "content string, is_paid boolean, is_direct boolean, is_eligible boolean, is_click boolean"
)
CONVERSIONS = (
    "conversion_id string, conversion_type string, source_relation string, "
    "conversion_at timestamp, date_day date, person_id string, account_id string, "
    "value decimal(18, 6), gross_profit decimal(18, 6), currency string, lead_at timestamp, "
    "opportunity_at timestamp, closed_at timestamp, credited_as string"
)


@dataclass
class Journeys:
    """What happened: `touch` and `convert` collect rows, `credits` builds the marts from them."""

    touches: list[dict] = field(default_factory=list)
    conversions: list[dict] = field(default_factory=list)

    def touch(self, person: str, at: datetime, channel: str, **more) -> None:
        """One eligible touch; ids follow the order of calls."""
        row = {"touch_id": f"t{len(self.touches):07}", "person_id": person, "touch_at": at}
        row |= {"date_day": at.date(), "channel": channel, "is_eligible": True}
        row |= {"is_paid": channel.startswith("Paid"), "is_direct": channel == "Direct"}
        self.touches.append(row | more)

    def convert(self, person: str, at: datetime, value=None, **more) -> None:
        """One order, unless `more` says otherwise."""
        row = {"conversion_id": f"c{len(self.conversions):07}", "conversion_type": "order"}
        row |= {"person_id": person, "conversion_at": at, "date_day": at.date()}
        row |= {"value": value, "currency": "USD", "closed_at": at}
        self.conversions.append(row | more)

    def build(self, home: Path, **settings) -> Path:
        """The warehouse file after dbt; nightly tests have passed on it."""
        con = new_warehouse(home, str(AS_OF))
        con.execute("create schema core")
        con.execute("create schema intermediate")
        con.execute(
            "create table intermediate.int_clock as select as_of as as_of_at from landing.clock"
        )
        for name, columns, rows in (
            ("touchpoints", TOUCHES, self.touches),
            ("conversions", CONVERSIONS, self.conversions),
        ):
            file = home / f"{name}.jsonl"
            file.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
            con.execute(f"create table core.{name} ({columns})")
            con.execute(
                f"insert into core.{name} by name select * from read_json('{file}', "
                f"format = 'newline_delimited', columns = {self._types(con, name)!r})"
            )
        con.close()
        dbt.build(home, SELECTION, settings=settings)
        return home / "warehouse" / "pma.duckdb"

    @staticmethod
    def _types(con, name: str) -> dict[str, str]:
        return {row[0]: row[1] for row in con.execute(f"describe core.{name}").fetchall()}


def rows(warehouse: Path, sql: str) -> list[tuple]:
    """Rows of a query."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute(sql).fetchall()
