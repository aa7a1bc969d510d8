"""The file ledger: which content has landed from where, with which verdict.

Belongs here: reading and writing landing.files and landing.loads, forgetting a connection.
Does not belong here: rows (merge.py), how a file is read (readers.py).

Statuses: `landed`; `seen` (content landed before under another name, and nothing after it; no
rows); `empty` (no byte but white space; nothing lands); `failed` (nothing of it landed; `error`
says why; tried again next night); `gone` (landed, but left nothing in raw, and was taken out of the
drop zone before a night with it was published; it arrives anew if it comes back). A path that is
unchanged in size and modification time is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from dagster_project.lib.contract import Table
from dagster_project.lib.warehouse import quote

FINAL = ("landed", "seen", "empty")


@dataclass
class FileRecord:
    """One file on its way into the ledger. `path` is relative to the drop zone."""

    file_id: int
    path: str
    status: str
    error: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    notes: str | None = None
    modified_ns: int | None = None


@dataclass(frozen=True)
class Known:
    """What the ledger knows of one table of one connection.

    `by_path`: latest (bytes, modification time, status, hash) of a path. `hashes`: content that
    landed, the latest last. `landed`: files that did. `mappings`: the mappings that they were read
    under. `is_mapped`: rows came from a mapped table.
    """

    by_path: dict[str, tuple[int | None, int | None, str, str | None]]
    hashes: dict[str, None]
    landed: set[str]
    mappings: set[str]
    is_mapped: bool

    def is_done(self, path: str, size: int, modified_ns: int) -> bool:
        """Whether this very file has its final verdict."""
        entry = self.by_path.get(path)
        return entry is not None and entry[:2] == (size, modified_ns) and entry[2] in FINAL

    def is_latest(self, sha256: str) -> bool:
        """Whether this content has landed and no other since."""
        return next(reversed(self.hashes), None) == sha256

    def add(self, sha256: str) -> None:
        """This content lands now."""
        self.hashes.pop(sha256, None)
        self.hashes[sha256] = None


def start_load(con, build_id: str, as_of: datetime) -> int:
    """Open the next load, set the clock; returns its id."""
    naive = as_of.astimezone(UTC).replace(tzinfo=None)
    con.execute("begin")
    load_id = con.execute("select coalesce(max(load_id), 0) + 1 from landing.loads").fetchone()[0]
    con.execute(
        "insert into landing.loads values (?, ?, ?, ?)",
        [load_id, build_id, naive, datetime.now(UTC).replace(tzinfo=None)],
    )
    con.execute("delete from landing.clock")
    con.execute("insert into landing.clock values (?, ?, ?)", [naive, load_id, build_id])
    con.execute("commit")
    return load_id


def known_files(con, table: Table, relation: str) -> Known:
    """Everything the ledger holds of a table of a connection; later rows of a path win."""
    rows = con.execute(
        "select path, bytes, modified_ns, status, sha256, mapping from landing.files "
        "where source_name = ? and source_relation = ? and table_name = ? order by file_id",
        [table.source, relation, table.name],
    ).fetchall()
    landed = [row for row in rows if row[3] == "landed"]
    known = Known(
        by_path={row[0]: row[1:5] for row in rows},
        hashes={},
        landed={row[0] for row in landed if row[4]},
        mappings={row[5] for row in landed},
        is_mapped=any(row[4] is None for row in landed),
    )
    for row in landed:
        if row[4]:
            known.add(row[4])
    return known


def next_file_id(con) -> int:
    return con.execute("select coalesce(max(file_id), 0) + 1 from landing.files").fetchone()[0]


def write_files(
    con,
    source: str,
    table: str,
    relation: str,
    load_id: int,
    mapping: str,
    records: list[FileRecord],
) -> None:
    """Append verdicts with counts of zero."""
    if not records:
        return
    names = ("file_id", "path", "bytes", "sha256", "status", "error", "notes", "modified_ns")
    types = (pa.int64(), pa.string(), pa.int64(), *[pa.string()] * 4, pa.int64())
    arrays = [
        pa.array([getattr(record, name) for record in records], data_type)
        for name, data_type in zip(names, types, strict=True)
    ]
    con.register("landing_records", pa.table(arrays, list(names)))
    con.execute(
        f"""
        insert into landing.files
        select file_id, {quote(source)}, {quote(relation)}, {quote(table)}, path, bytes, sha256,
            {load_id}, status, error, 0, 0, 0, 0, 0, notes, modified_ns, {quote(mapping)}
        from landing_records
        """
    )
    con.unregister("landing_records")


def clear_failures(con, source: str, table: str, relation: str) -> None:
    """Failures of earlier nights make room for tonight's verdicts."""
    con.execute(
        "delete from landing.files where source_name = ? and source_relation = ? "
        "and table_name = ? and status = 'failed'",
        [source, relation, table],
    )


def touch(con, table: Table, relation: str, path: str, modified_ns: int) -> None:
    """The same bytes with a new modification time: remember it and do not read them again."""
    con.execute(
        "update landing.files set modified_ns = ? where source_name = ? and source_relation = ? "
        "and table_name = ? and path = ? and status in ('landed', 'seen', 'empty')",
        [modified_ns, table.source, relation, table.name, path],
    )


def mark_gone(con, table: Table, relation: str, published: int, drop_zone: Path) -> None:
    """Files of which nothing but quarantine came, that nobody was shown and that were taken out of
    the drop zone again: they must not hold the gate closed for ever."""
    rows = con.execute(
        "select file_id, path from landing.files where source_name = ? and source_relation = ? "
        "and table_name = ? and status = 'landed' and sha256 is not null and load_id > ? "
        "and rows_quarantined > 0 and rows_quarantined = rows_in",
        [table.source, relation, table.name, published],
    ).fetchall()
    for file_id, path in rows:
        if not (drop_zone / path).exists():
            con.execute("update landing.files set status = 'gone' where file_id = ?", [file_id])
            # a copy of it that lies there still is judged anew
            con.execute(
                "delete from landing.files where status = 'seen' and source_name = ? and "
                "source_relation = ? and table_name = ? and sha256 = "
                "(select sha256 from landing.files where file_id = ?)",
                [table.source, relation, table.name, file_id],
            )


def known_tables(con, source: str, relation: str) -> set[str]:
    """Tables of a connection that have anything in the ledger."""
    rows = con.execute(
        "select distinct table_name from landing.files "
        "where source_name = ? and source_relation = ?",
        [source, relation],
    ).fetchall()
    return {row[0] for row in rows}


def landed_relations(con, source: str) -> set[str]:
    """Connections of a source that have anything in the ledger."""
    rows = con.execute(
        "select distinct source_relation from landing.files where source_name = ?", [source]
    ).fetchall()
    return {row[0] for row in rows}


def forget(con, table: Table, relation: str, load_id: int) -> int:
    """Take a connection's rows of one table out again: raw, quarantine, ledger. Returns raw rows.

    Runs in the caller's transaction. The days it touched are recorded as changed.
    """
    where = f"_source_relation = {quote(relation)}"
    day = f'cast("{table.partition}" as date)' if table.partition else "cast(null as date)"
    con.execute(
        f"insert into landing.changed_partitions select distinct {load_id}, {quote(table.source)}, "
        f"{quote(table.name)}, {day} from {table.relation} where {where}"
    )
    gone = con.execute(f"delete from {table.relation} where {where}").fetchone()[0]
    for ledger in ("quarantine", "files"):
        con.execute(
            f"delete from landing.{ledger} where source_name = ? and source_relation = ? "
            "and table_name = ?",
            [table.source, relation, table.name],
        )
    return gone
