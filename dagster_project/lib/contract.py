"""The raw contract, read from dbt's source YAML, and the tables that follow from it.

Belongs here: what the YAML says, as dataclasses, and the DDL of raw and landing tables.
Does not belong here: reading files (landing.py), settings of a deployment (settings.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

DBT_DIR = Path(__file__).parents[2] / "dbt"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ROW_COLUMNS = {
    "_source_relation": "varchar",
    "_load_id": "bigint",
    "_file_id": "bigint",
    "_line": "bigint",
    "_key_hash": "bigint",
}
"""Columns that landing adds to every raw table: connection, night, file and line of a row."""

LANDING_TABLES = {
    "clock": "as_of timestamp, load_id bigint, build_id varchar",
    "loads": "load_id bigint, build_id varchar, as_of timestamp, started_at timestamp",
    "files": (
        "file_id bigint, source_name varchar, source_relation varchar, table_name varchar, "
        "path varchar, bytes bigint, sha256 varchar, load_id bigint, status varchar, "
        "error varchar, rows_in bigint, rows_kept bigint, rows_duplicate bigint, "
        "rows_superseded bigint, rows_quarantined bigint, notes varchar, modified_ns bigint, "
        "mapping varchar"
    ),
    "quarantine": (
        "quarantine_id varchar, load_id bigint, source_name varchar, source_relation varchar, "
        "table_name varchar, file_path varchar, line bigint, rule varchar, column_name varchar, "
        "value varchar, raw_text varchar"
    ),
    "changed_partitions": (
        "load_id bigint, source_name varchar, table_name varchar, partition_day date"
    ),
    "built_loads": "model varchar, load_id bigint",
    "hash_key": "hash_key varchar",
}
"""Landing's own tables; what each means stands in AGENTS.md."""


@dataclass(frozen=True)
class Column:
    """One contract column. `must_exist`: in the file, NULL allowed;
    `minimum`/`maximum` bound numbers; `pii` is None, a kind, or 'scan'. `scales`: where the column
    `scale_by` says so, only whole numbers from one bound to the other."""

    name: str
    data_type: str
    is_id: bool = False
    required: bool = False
    must_exist: bool = False
    minimum: float | None = None
    maximum: float | None = None
    accepted: tuple[str, ...] = ()
    scale_by: str | None = None
    scales: tuple[tuple[str, float, float], ...] = ()
    currency: bool = False
    pii: str | None = None


@dataclass(frozen=True)
class Table:
    """One raw table of the contract; its grain is `key` (null-safe) per source relation."""

    source: str
    name: str
    description: str
    key: tuple[str, ...]
    cursor: str | None
    partition: str | None
    columns: tuple[Column, ...]

    @property
    def relation(self) -> str:
        """Qualified name in the warehouse."""
        return f"raw_{self.source}.{self.name}"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def ddl(self) -> str:
        """Statement that creates the raw table where it is missing."""
        columns = {c.name: c.data_type for c in self.columns} | ROW_COLUMNS
        body = ", ".join(f'"{name}" {data_type}' for name, data_type in columns.items())
        return f"create table if not exists {self.relation} ({body})"


def _column(entry: dict) -> Column:
    meta = entry.get("config", {}).get("meta", {})
    return Column(
        name=entry["name"],
        data_type=entry["data_type"],
        is_id=meta.get("id", False),
        required=meta.get("required", False),
        must_exist=meta.get("must_exist", False) or meta.get("required", False),
        minimum=meta.get("min"),
        maximum=meta.get("max"),
        accepted=tuple(meta.get("accepted", ())),
        scale_by=meta.get("scale_by"),
        scales=tuple((kind, *bounds) for kind, bounds in meta.get("scales", {}).items()),
        currency=meta.get("currency", False),
        pii=meta.get("pii"),
    )


@cache
def load_contract(dbt_dir: Path = DBT_DIR) -> dict[str, dict[str, Table]]:
    """Every contract table as `{source: {table: Table}}`, in the order of the files; read once."""
    contract: dict[str, dict[str, Table]] = {}
    for path in sorted((dbt_dir / "models" / "staging").glob("*/_*__sources.yml")):
        for source in yaml.load(path.read_text(), _LOADER)["sources"]:
            tables = contract.setdefault(source["name"], {})
            for entry in source["tables"]:
                meta = entry["config"]["meta"]
                tables[entry["name"]] = Table(
                    source=source["name"],
                    name=entry["name"],
                    description=entry["description"],
                    key=tuple(meta["key"]),
                    cursor=meta.get("cursor"),
                    partition=meta.get("partition"),
                    columns=tuple(_column(column) for column in entry["columns"]),
                )
    return contract


def create_tables(con, contract: dict[str, dict[str, Table]]) -> None:
    """Create every raw and landing table that does not exist yet; existing rows are untouched.

    One transaction of its own. Columns that the contract has gained are added, NULL in old rows.
    """
    con.execute("begin")
    con.execute("create schema if not exists landing")
    for name, columns in LANDING_TABLES.items():
        con.execute(f"create table if not exists landing.{name} ({columns})")
    for source, tables in contract.items():
        con.execute(f"create schema if not exists raw_{source}")
        for table in tables.values():
            con.execute(table.ddl)
    _add_new_columns(con, contract)
    con.execute("commit")


def _add_new_columns(con, contract: dict[str, dict[str, Table]]) -> None:
    existing = set(
        con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where database_name = current_database()"
        ).fetchall()
    )
    for source, tables in contract.items():
        for table in tables.values():
            for column in table.columns:
                if (f"raw_{source}", table.name, column.name) not in existing:
                    con.execute(
                        f'alter table {table.relation} add column "{column.name}" '
                        f"{column.data_type}"
                    )
