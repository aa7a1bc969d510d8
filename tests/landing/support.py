"""A small drop zone for tests of landing.

Belongs here: writing files, landing a night, reading what came of it, closing the accounts.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from dagster_project.lib.contract import load_contract
from dagster_project.lib.landing import LandingReport, land
from dagster_project.lib.rebuild import empty_raw
from dagster_project.lib.settings import Settings, load_settings
from dagster_project.lib.snapshots import published_load
from dagster_project.lib.warehouse import open_warehouse
from expectations.raw import USABLE_SHARE, arrivals_query

AS_OF = "2026-01-31T02:00:00"
CONTRACT = load_contract()


class Home:
    """One deployment in a temporary folder."""

    def __init__(self, path: Path):
        self.path = path
        self.env = {"PMA_AS_OF": AS_OF}
        self.con: duckdb.DuckDBPyConnection | None = None

    @property
    def settings(self) -> Settings:
        return load_settings(self.path, self.env)

    def put(self, name: str, content: str | bytes) -> Path:
        """Write raw/`name`."""
        path = self.path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def configure(self, text: str) -> None:
        (self.path / "pma.yml").write_text(text)

    def build(self, sql: str, path: str = "warehouse/pma.duckdb") -> None:
        """What another tool does to the warehouse, or to a DuckDB file of its own."""
        self.close()
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(self.path / path)) as con:
            con.execute(sql)

    def land(self) -> LandingReport:
        """One night; the accounts of every table must close after it."""
        self.close()
        report = land(self.settings, "test")
        self.check_accounts()
        return report

    def publish(self) -> None:
        """Let readers see the last load, as far as landing asks."""
        load_id = self.query("select load_id from landing.clock")[0][0]
        snapshot = self.settings.published_dir / "snapshots" / str(load_id)
        snapshot.mkdir(parents=True)
        manifest = {"load_id": load_id, "build_id": "test"}
        (snapshot / "manifest.json").write_text(json.dumps(manifest))
        current = self.settings.published_dir / "current"
        current.unlink(missing_ok=True)
        current.symlink_to(snapshot)

    def arrivals(self, relation: str) -> dict[str, float | None]:
        """What the gate is told of a table."""
        self.close()
        source, name = relation.split(".")
        partition = CONTRACT[source][name].partition
        con = open_warehouse(self.settings)
        try:
            published = published_load(con, self.settings)
            found = con.execute(arrivals_query([(source, name, partition)], published))
            return dict(zip([c[0] for c in found.description], found.fetchone(), strict=True))
        finally:
            con.close()

    def is_readable(self, relation: str) -> bool:
        """Whether the gate is open, as far as one table goes."""
        share = self.arrivals(relation)["readable_share"]
        return share is None or share >= USABLE_SHARE

    def rebuild(self) -> LandingReport:
        """Everything again from what is there now."""
        self.close()
        con = open_warehouse(self.settings)
        try:
            empty_raw(con, self.settings)
        finally:
            con.close()
        return self.land()

    def query(self, sql: str) -> list[tuple]:
        """Rows of the warehouse between nights; the connection is kept until the next one."""
        if self.con is None:
            self.con = duckdb.connect(str(self.path / "warehouse" / "pma.duckdb"), read_only=True)
        return self.con.execute(sql).fetchall()

    def close(self) -> None:
        if self.con is not None:
            self.con.close()
            self.con = None

    def raw(self, relation: str, columns: str = "*") -> list[tuple]:
        """Contract columns of a raw table, in a fixed order."""
        source, table = relation.split(".")
        names = ", ".join(f'"{c.name}"' for c in CONTRACT[source][table].columns)
        picked = names if columns == "*" else columns
        return self.query(f"select {picked} from raw_{relation} order by {names}")

    def quarantine(self) -> list[tuple]:
        """(line, rule, column) of everything in quarantine."""
        return self.query(
            "select line, rule, column_name from landing.quarantine order by file_path, line, rule"
        )

    def files(self) -> dict[str, str]:
        """path → status."""
        return dict(self.query("select path, status from landing.files order by file_id"))

    def changed_days(self, load_id: int) -> list[str | None]:
        rows = self.query(
            "select cast(partition_day as varchar) from landing.changed_partitions "
            f"where load_id = {load_id} order by all"
        )
        return [row[0] for row in rows]

    def check_accounts(self) -> None:
        """Nothing is silent: rows in files = kept + duplicates + superseded + quarantined."""
        per_file = self.query(
            "select path from landing.files where rows_in <> "
            "rows_kept + rows_duplicate + rows_superseded + rows_quarantined or rows_kept < 0"
        )
        assert per_file == []
        totals = self.query(
            "select source_name || '.' || table_name, sum(rows_kept), sum(rows_quarantined) "
            "from landing.files where table_name <> '' group by all"
        )
        quarantined = self.query(
            "select source_name || '.' || table_name, count(distinct quarantine_id), count(*) "
            "from landing.quarantine group by all"
        )
        assert {t: (n, n) for t, _, n in totals if n} == {t: (d, n) for t, d, n in quarantined}
        for table, kept, _ in totals:
            stored = self.query(f"select count(*), count(distinct _key_hash) from raw_{table}")
            assert stored == [(kept, kept)], table
