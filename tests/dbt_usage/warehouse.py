"""Nights over a small private warehouse: raw usage rows in, dbt run, tables out.

Belongs here: how the tests of this folder write raw rows and run dbt. Does not belong here: cases.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.support import dbt
from tests.support.raw import insert, new_warehouse

SELECTION = (
    "+path:models/marts/adoption",
    "+path:models/marts/messaging/awareness.sql",
    "+user_feature_days",
    "+touchpoints",
    "+int_exclusions_usage",
    "+int_pii_findings_usage",
)
PUBLISHED = (
    "core.sessions",
    "core.touchpoints",
    "core.user_days",
    "core.user_feature_days",
    "messaging.awareness",
    "adoption.product_usage",
    "adoption.usage_lifecycle",
    "adoption.retention",
    "adoption.usage_by_surface",
    "adoption.app_versions",
    "adoption.feature_adoption",
    "adoption.feature_accounts",
    "adoption.feature_milestones",
    "adoption.feature_summary",
    "adoption.product_engagement",
    "intermediate.int_exclusions_usage",
    "intermediate.int_pii_findings_usage",
)


class Warehouse:
    """One deployment in a temporary directory."""

    def __init__(self, home: Path, as_of: str):
        self.home = home
        self.load_id = 1
        new_warehouse(home, as_of).close()

    def connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.home / "warehouse" / "pma.duckdb"))

    def night(self, as_of: str) -> None:
        """Begin the next load."""
        self.load_id += 1
        with self.connect() as con:
            con.execute("update landing.clock set as_of = ?, load_id = ?", [as_of, self.load_id])
            con.execute(
                "insert into landing.loads values (?, 'test-build', ?, ?)",
                [self.load_id, as_of, as_of],
            )

    def land(self, relation: str, *rows: dict) -> None:
        """Insert rows, replacing those with the same first key column, as landing does."""
        source, name = relation.split(".")
        with self.connect() as con:
            key, partition = {
                "segment.pages": ("id", "timestamp"),
                "segment.tracks": ("id", "timestamp"),
                "generic.events": ("event_id", "occurred_at"),
                "generic.touchpoints": ("touch_id", "occurred_at"),
            }.get(relation, ("user_id" if relation == "generic.users" else "id", None))
            for row in rows:
                if partition and key in row:
                    con.execute(
                        f"insert into landing.changed_partitions select ?, ?, ?, "
                        f"cast({partition} as date) from raw_{relation} where {key} = ?",
                        [self.load_id, source, name, row[key]],
                    )
                if key in row:
                    con.execute(f"delete from raw_{relation} where {key} = ?", [row[key]])
                insert(con, relation, row, load_id=self.load_id)

    def dbt(self, *arguments: str) -> None:
        """Run dbt; the assertion shows its output."""
        dbt.dbt(self.home, *arguments)

    def build(self, *arguments: str) -> None:
        """Models and data tests of usage; unit tests run elsewhere."""
        dbt.build(self.home, SELECTION, *arguments)

    def rows(self, query: str) -> list[tuple]:
        with self.connect() as con:
            return con.execute(query).fetchall()

    def published(self, tables: tuple[str, ...] = PUBLISHED) -> dict[str, list[tuple]]:
        """Every published cell, in an order that does not depend on how it was built."""
        return {table: sorted(self.rows(f"select * from {table}"), key=repr) for table in tables}
