"""Small private warehouses for tests: raw rows written straight into the contract's tables.

Belongs here: filling raw tables without files. Tests of landing itself write files instead.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_project.lib.contract import create_tables, load_contract


def new_warehouse(home: Path, as_of: str = "2026-01-31 02:00:00") -> duckdb.DuckDBPyConnection:
    """Open `home`/warehouse/pma.duckdb with empty contract tables and a clock at load 1."""
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(home / "warehouse" / "pma.duckdb"))
    create_tables(con, load_contract())
    con.execute("delete from landing.clock")
    con.execute("insert into landing.clock values (?, 1, 'test-build')", [as_of])
    con.execute("insert into landing.loads values (1, 'test-build', ?, ?)", [as_of, as_of])
    con.execute("insert into landing.hash_key values ('not-a-secret')")
    return con


def insert(con, relation: str, *rows: dict, source_relation: str | None = None, load_id: int = 1):
    """Insert dict rows into a raw table, e.g. `insert(con, "google_ads.campaign_stats", {...})`.

    Fills landing's own columns and records the changed partitions.
    """
    source, name = relation.split(".")
    table = load_contract()[source][name]
    for line, row in enumerate(rows, start=2):
        unknown = set(row) - set(table.by_name)
        if unknown:
            raise KeyError(f"{relation} has no column {sorted(unknown)}")
        full = row | {
            "_source_relation": source_relation or source,
            "_load_id": load_id,
            "_file_id": 1,
            "_line": line,
            "_key_hash": abs(hash(tuple(str(row.get(k)) for k in table.key))) % 2**62,
        }
        names = ", ".join(f'"{n}"' for n in full)
        marks = ", ".join("?" for _ in full)
        con.execute(f"insert into {table.relation} ({names}) values ({marks})", list(full.values()))
        day = row.get(table.partition) if table.partition else None
        con.execute(
            "insert into landing.changed_partitions values (?, ?, ?, cast(? as date))",
            [load_id, source, name, None if day is None else str(day)[:10]],
        )
