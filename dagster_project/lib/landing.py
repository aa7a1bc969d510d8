"""Landing: from the drop zone (or mapped tables) into raw, once, typed by the contract.

Belongs here: the order of a night's landing, what happens to each file, the report.
Does not belong here: reading a format (readers.py), cell rules (cells.py), which row wins
(merge.py), the ledger's tables (ledger.py).

Files of a table land in batches; each batch is one transaction over raw rows, quarantine, ledger
and changed partitions. A killed night leaves whole batches only; the next night does the rest. A
file that cannot land is a `failed` row in the ledger and an error in the report; others still land.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.lib import ledger, merge, readers, snapshots
from dagster_project.lib.cells import SourceColumn, typed_select
from dagster_project.lib.contract import Table, create_tables, load_contract
from dagster_project.lib.ledger import FileRecord, Known
from dagster_project.lib.readers import LandingError, Reject, Sink
from dagster_project.lib.settings import Connection, Settings, TableMapping
from dagster_project.lib.warehouse import ensure_hash_key, name, open_warehouse, quote

BATCH_BYTES = 256 << 20
BATCH_FILES = 500
SMALL_BYTES = 1 << 20
PROGRESS_SECONDS = 5
OPEN_SOURCES = ("generic",)

Progress = Callable[[str], None]
Contract = dict[str, dict[str, Table]]


@dataclass(frozen=True)
class Load:
    """The running night as landing knows it. `published`: the load that readers see."""

    load_id: int
    build_id: str
    as_of: datetime
    contract: Contract
    published: int


@dataclass
class TableResult:
    """What one night did to one table of one connection.

    `files`: status → number of files judged tonight. `rows`: rows_in, rows_kept, rows_duplicate,
    rows_superseded, rows_quarantined of tonight's files. `rows_removed`: raw rows taken out because
    the connection was switched off, its mapping changed, or a mapped table no longer shows them.
    `errors`: one text per failed file.
    """

    source: str
    source_relation: str
    table: str
    files: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    rows_removed: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LandingReport:
    """All tables of a night that had anything to say."""

    load_id: int
    tables: tuple[TableResult, ...]
    drop_zone_errors: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """Every failure, each naming source, table and file; the night fails after landing."""
        return self.drop_zone_errors + tuple(e for t in self.tables for e in t.errors)

    def total(self, count: str) -> int:
        """Sum of one of the row counts, e.g. `rows_in`."""
        return sum(table.rows.get(count, 0) for table in self.tables)


def silent(text: str) -> None:
    """Progress that nobody reads."""


def land(settings: Settings, build_id: str, progress: Progress = silent) -> LandingReport:
    """Land every source of the contract; failures are in the report, not raised."""
    con = open_warehouse(settings)
    try:
        load = open_load(con, settings, build_id)
        results = [
            result
            for source in load.contract
            for result in land_source(con, settings, load, source, progress)
        ]
        con.execute("checkpoint")
    finally:
        con.close()
    return LandingReport(load.load_id, tuple(results), tuple(drop_zone_errors(settings)))


def open_load(con, settings: Settings, build_id: str) -> Load:
    """Start the night: tables exist, the hash key stands, the clock shows this load."""
    contract = load_contract()
    create_tables(con, contract)
    ensure_hash_key(con, settings.home)
    load_id = ledger.start_load(con, build_id, settings.as_of)
    published = snapshots.published_load(con, settings)
    return Load(load_id, build_id, settings.as_of, contract, published)


def drop_zone_errors(settings: Settings) -> list[str]:
    """Folders under raw/ that no connection reads."""
    if not settings.raw_dir.is_dir():
        return []
    used = {c.files for config in settings.sources.values() for c in config.connections}
    known = ", ".join(sorted(folder for folder in used if folder))
    return [
        f"raw/{entry.name}: no connection reads this folder; known: {known}"
        for entry in sorted(settings.raw_dir.iterdir())
        if entry.name not in used and not entry.name.startswith(".")
    ]


def land_source(
    con, settings: Settings, load: Load, source: str, progress: Progress = silent
) -> list[TableResult]:
    """Land every connection of one source; a source or connection that is gone is taken out."""
    con.execute("set preserve_insertion_order = true")
    config = settings.sources[source]
    tables = load.contract[source]
    connections = config.connections if config.enabled else ()
    gone = ledger.landed_relations(con, source) - {c.name for c in connections}
    results = [
        result
        for relation in sorted(gone)
        for result in _take_out(con, load, tables, source, relation)
    ]
    for connection in connections:
        if connection.schema is not None:
            results += _land_schema(con, settings, load, source, connection, progress)
        else:
            results += _land_folder(con, settings, load, source, connection, progress)
    for table in (*readers.TEMPORARY, *merge.TEMPORARY):
        con.execute(f"drop table if exists temp.{table}")
    return results


def _take_out(
    con, load: Load, tables: dict[str, Table], source: str, relation: str
) -> list[TableResult]:
    results = []
    con.execute("begin")
    for table in tables.values():
        removed = ledger.forget(con, table, relation, load.load_id)
        if removed:
            results.append(TableResult(source, relation, table.name, rows_removed=removed))
    con.execute(
        "delete from landing.files where source_name = ? and source_relation = ?",
        [source, relation],
    )
    con.execute("commit")
    return results


# --- folders ------------------------------------------------------------------------------------


def _land_folder(
    con, settings: Settings, load: Load, source: str, connection: Connection, progress: Progress
) -> list[TableResult]:
    """Every table folder of one connection, and tables whose folder is there no more."""
    root = settings.raw_dir / connection.files
    results = []
    if root.exists() or root.is_symlink():
        results.append(_refused_entries(con, settings, load, source, connection, root))
    if not root.is_symlink():
        known = ledger.known_tables(con, source, connection.name)
        results += [
            _land_table(con, settings, load, table, connection, root / table.name, progress)
            for table in load.contract[source].values()
            if table.name in known or _is_folder(root / table.name)
        ]
    return [result for result in results if result.files or result.rows_removed]


def _refused_entries(
    con, settings: Settings, load: Load, source: str, connection: Connection, root: Path
) -> TableResult:
    """Ledger rows for what stands in a source's folder and is no table folder.

    Vendors' loaders write more tables than the contract reads: left alone. In the generic
    source a folder of another name is a typing error.
    """
    tables = load.contract[source]
    result = TableResult(source, connection.name, "")
    refused: list[tuple[Path, str]] = []
    if root.is_symlink():
        refused.append((root, "is a symbolic link; the drop zone is never left"))
    else:
        for entry in sorted(root.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                refused.append((entry, "is a symbolic link; the drop zone is never left"))
            elif not entry.is_dir():
                refused.append((entry, "stands outside a table folder"))
            elif entry.name not in tables and source in OPEN_SOURCES and any(entry.iterdir()):
                known = ", ".join(tables)
                refused.append((entry, f"unknown_table: not in the contract; known: {known}"))
    result.errors = [
        f"{source}: {path.relative_to(settings.raw_dir).as_posix()}: {reason}"
        for path, reason in refused
    ]
    paths = [path.relative_to(settings.raw_dir).as_posix() for path, _ in refused]
    _record_failures(con, load, source, connection, paths, result)
    return result


def _record_failures(
    con, load: Load, source: str, connection: Connection, paths: list[str], result: TableResult
) -> None:
    """Ledger rows of failures that belong to no table, in place of those of earlier nights."""
    con.execute("begin")
    ledger.clear_failures(con, source, "", connection.name)
    first = ledger.next_file_id(con)
    records = [
        FileRecord(first + i, path, "failed", error)
        for i, (path, error) in enumerate(zip(paths, result.errors, strict=True))
    ]
    ledger.write_files(con, source, "", connection.name, load.load_id, "", records)
    con.execute("commit")
    if records:
        result.files["failed"] = len(records)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _mapping_hash(mapping: TableMapping, connection: Connection) -> str:
    """Names a mapping; the ledger tells by it that landed rows were read under another one.

    Which files are read belongs to it. Where nothing is said of them it adds nothing, so that
    ledgers written before it did still hold.
    """
    parts = (mapping.rename, mapping.constants, mapping.formats, mapping.values)
    text = repr([sorted(part.items()) for part in parts])
    if mapping.file_pattern is not None or connection.files not in (None, connection.name):
        text += repr((mapping.file_pattern, connection.files))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass
class _Batch:
    """Files staged together, and what the ledger will say of them.

    `deferred`: columns that files in the text stage have.
    """

    records: list[FileRecord] = field(default_factory=list)
    size: int = 0
    staged: int = 0
    deferred: set[str] = field(default_factory=set)

    def is_full(self) -> bool:
        return self.size >= BATCH_BYTES or len(self.records) >= BATCH_FILES


class _TableLanding:
    """Lands the files of one table of one connection.

    `mirrors`: a mapped table was read whole, so raw is to hold what it shows and nothing else.
    """

    mirrors = False

    def __init__(self, con, settings: Settings, load: Load, table: Table, connection: Connection):
        self.con, self.settings, self.load, self.table = con, settings, load, table
        self.relation = connection.name
        self.mapping = connection.mapping(table.name)
        self.mapping_hash = _mapping_hash(self.mapping, connection)
        self.known: Known = ledger.known_files(con, table, self.relation)
        self.next_id = ledger.next_file_id(con)
        self.result = TableResult(table.source, self.relation, table.name)
        self.batch = _Batch()

    def run(self, paths: list[Path], progress: Progress) -> TableResult:
        """Judge and land every file, in the order of their paths."""
        started = last = time.monotonic()
        if any(status == "failed" for _, _, status, _ in self.known.by_path.values()):
            ledger.clear_failures(self.con, self.table.source, self.table.name, self.relation)
        self._start_batch()
        for done, path in enumerate(paths):
            self._file(path)
            if self.batch.is_full():
                self.flush()
            if time.monotonic() - last > PROGRESS_SECONDS:
                last = time.monotonic()
                progress(
                    f"landing {self.table.source}.{self.table.name}: {done + 1} of {len(paths)} "
                    f"files, {last - started:.0f} s"
                )
        self.flush()
        self.result.seconds = time.monotonic() - started
        return self.result

    def _start_batch(self) -> None:
        self.batch = _Batch()

    # --- one file ---

    def _file(self, path: Path) -> None:
        relative = path.relative_to(self.settings.raw_dir).as_posix()
        try:
            before = path.lstat()
            if self.known.is_done(relative, before.st_size, before.st_mtime_ns):
                return
            record = FileRecord(
                self.next_id,
                relative,
                "landed",
                bytes=before.st_size,
                modified_ns=before.st_mtime_ns,
            )
            try:
                self._judge(path, record)
                if record.status == "landed":
                    _refuse_changed(path, before, record.sha256)
            except (LandingError, OSError, duckdb.Error, pa.ArrowException) as error:
                self._discard(record.file_id)
                self._fail(record, error)
        except OSError as error:
            record = FileRecord(self.next_id, relative, "failed")
            self._fail(record, error)
        if record.status == "touched":
            ledger.touch(self.con, self.table, self.relation, relative, record.modified_ns)
            return
        self.next_id += 1
        self.batch.records.append(record)
        self.batch.size += record.bytes or 0
        if record.status == "landed":
            self.batch.staged += 1
            self.known.add(record.sha256)

    def _fail(self, record: FileRecord, error: Exception) -> None:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if isinstance(error, OSError) and error.strerror:
            reason = error.strerror
        reason = reason.replace(f"{self.settings.raw_dir}/", "")
        record.status = "failed"
        record.error = f"{self.table.source}.{self.table.name}: {record.path}: {reason}"
        record.notes = None
        self.result.errors.append(record.error)

    def _judge(self, path: Path, record: FileRecord) -> None:
        """Set the record's verdict; stage the rows of a file that lands."""
        extension = _readable_extension(path)
        if record.bytes == 0:
            record.status, record.error = "empty", "the file is empty"
            return
        if extension == ".parquet":
            record.sha256 = readers.sha256_of(path)
            if not self._is_seen(record):
                with readers.plain_file(path, self._scratch) as plain:
                    self._stage(record, lambda sink: readers.read_parquet(plain, sink))
            return
        with readers.plain_file(path, self._scratch) as plain:
            shape = readers.measure(path, plain)
            record.sha256 = shape.sha256
            if not shape.head.strip(b"\xef\xbb\xbf \t\r\n\x00") and shape.whole_head:
                record.status, record.error = "empty", "the file holds nothing but white space"
            elif not self._is_seen(record):
                if extension.startswith(".jsonl"):
                    self._stage(record, lambda sink: readers.read_jsonl(shape, sink))
                else:
                    self._stage(record, lambda sink: readers.read_csv(shape, sink, extension))

    @property
    def _scratch(self) -> Path:
        return self.settings.warehouse_path.parent / "scratch"

    def _is_seen(self, record: FileRecord) -> bool:
        """Whether this content has landed already, here or under another name, and none since.

        What was followed by another content and now comes again, under its old name or a new one,
        lands: in tables without cursor the latest content counts.
        """
        entry = self.known.by_path.get(record.path)
        if entry is not None and entry[2] in ledger.FINAL:
            if entry[3] == record.sha256:
                record.status = "touched"
            return entry[3] == record.sha256
        if self.known.is_latest(record.sha256):
            record.status = "seen"
        return record.status == "seen"

    def _stage(self, record: FileRecord, read: Callable[[Sink], str | None]) -> None:
        if not self.batch.staged:
            merge.create_stage(self.con, self.table)
        record.notes = read(self.sink(record.file_id, (record.bytes or 0) <= SMALL_BYTES))

    def sink(self, file_id: int, small: bool = False) -> Sink:
        """Where a reader puts the rows of one file; text of small files is typed later."""

        def add(rows, line, sources) -> None:
            if small and all(source.data_type == "VARCHAR" for source in sources.values()):
                self._defer(rows, line, sources, file_id)
            else:
                self._type(rows, line, sources, file_id)

        def reject(rejects: list[Reject]) -> None:
            block = pa.table(
                {
                    "_line": pa.array([r.line for r in rejects], pa.int64()),
                    "_rule": pa.array([r.rule for r in rejects], pa.string()),
                    "_raw": pa.array([r.text[: merge.MAX_RAW_TEXT] for r in rejects], pa.string()),
                }
            )
            self.con.register("landing_rejects", block)
            self.con.execute(
                f"insert into {merge.STAGE} by name select {quote(self.relation)} as "
                f"_source_relation, {file_id} as _file_id, _line, _rule, _raw from landing_rejects"
            )
            self.con.unregister("landing_rejects")

        return Sink(self.con, self.table, self.mapping, add, reject, lambda: self._discard(file_id))

    def _type(self, rows: str, line: str, sources, file_id: int | str) -> None:
        select = typed_select(
            self.table, rows, line, sources, self.mapping.formats, self.relation, file_id,
            self.load.as_of,
        )  # fmt: skip
        self.con.execute(f"insert into {merge.STAGE} {select}")

    def _defer(self, rows: str, line: str, sources, file_id: int) -> None:
        columns = "".join(f", {name(column)}" for column in sources)
        values = "".join(f", {source.sql}" for source in sources.values())
        self.con.execute(
            f"insert into {merge.TEXT_STAGE} (_file_id, _line{columns}) "
            f"select {file_id}, {line}{values} from {rows}"
        )
        self.batch.deferred.update(sources)

    def _type_deferred(self, batch: _Batch) -> None:
        """All small files at once, as the statement stands: it reads one table and joins nothing,
        and to optimize its hundreds of expressions takes longer than to evaluate them."""
        if batch.deferred:
            sources = {column: SourceColumn(name(column)) for column in batch.deferred}
            self.con.execute("pragma disable_optimizer")
            try:
                self._type(merge.TEXT_STAGE, "_line", sources, "_file_id")
            finally:
                self.con.execute("pragma enable_optimizer")

    def _discard(self, file_id: int) -> None:
        merge.discard(self.con, file_id)

    # --- one batch ---

    def flush(self) -> None:
        """Move the batch into the warehouse; if that fails, its files failed."""
        batch = self.batch
        self._start_batch()
        if not batch.records and not self.mirrors:
            return
        try:
            self._type_deferred(batch)
            self._commit(batch, batch.staged > 0)
        except duckdb.Error as error:
            if not batch.records:
                raise
            self.mirrors = False
            for record in batch.records:
                if record.status == "landed":
                    self._fail(record, error)
                    self.known.hashes.pop(record.sha256, None)
            self._commit(batch, False)
        if batch.records:
            self._count(batch)

    def _commit(self, batch: _Batch, staged: bool) -> None:
        table, load_id, removed = self.table, self.load.load_id, 0
        self.con.execute("begin")
        try:
            ledger.write_files(
                self.con, table.source, table.name, self.relation, load_id, self.mapping_hash,
                batch.records,
            )  # fmt: skip
            if self.mirrors:
                removed = merge.take_out_unshown(self.con, table, self.relation, load_id)
            if staged:
                merge.merge(self.con, table, load_id)
            self.con.execute("commit")
        except BaseException:
            self.con.execute("rollback")
            raise
        self.result.rows_removed += removed

    def _count(self, batch: _Batch) -> None:
        for record in batch.records:
            self.result.files[record.status] = self.result.files.get(record.status, 0) + 1
        counts = ", ".join(f"coalesce(sum({c}), 0)" for c in merge.FILE_COUNTS)
        ids = [record.file_id for record in batch.records]
        sums = self.con.execute(
            f"select {counts} from landing.files where file_id between ? and ?", [ids[0], ids[-1]]
        ).fetchone()
        for count, value in zip(merge.FILE_COUNTS, sums, strict=True):
            self.result.rows[count] = self.result.rows.get(count, 0) + int(value)


def _readable_extension(path: Path) -> str:
    if path.is_symlink():
        raise LandingError("is a symbolic link; the drop zone is never left")
    if path.is_dir():
        raise LandingError("is a folder inside a table folder")
    if not path.is_file():
        raise LandingError("is no ordinary file")
    extension = readers.extension(path)
    if extension is None:
        raise LandingError(f"unknown extension; allowed: {', '.join(readers.EXTENSIONS)}")
    return extension


def _refuse_changed(path: Path, before: os.stat_result, sha256: str) -> None:
    """A file that is still being written does not land tonight."""
    after = path.lstat()
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or readers.sha256_of(path) != sha256:
        raise LandingError("changed while it was read; it is tried again next night")


def _land_table(
    con,
    settings: Settings,
    load: Load,
    table: Table,
    connection: Connection,
    folder: Path,
    progress: Progress,
) -> TableResult:
    """The files of one table folder."""
    pattern = connection.mapping(table.name).file_pattern

    def is_read(path: Path) -> bool:
        return path.parent == folder and (pattern is None or fnmatch(path.name, pattern))

    paths = [path for path in _entries(folder) if is_read(path)] if _is_folder(folder) else []
    if (settings.raw_dir / connection.files).is_dir():  # a folder not mounted mends nothing
        ledger.mark_gone(con, table, connection.name, load.published, settings.raw_dir)
    landing = _TableLanding(con, settings, load, table, connection)
    removed = 0
    if landing.known.is_mapped or landing.known.mappings - {landing.mapping_hash}:
        landed = (settings.raw_dir / path for path in sorted(landing.known.landed))
        gone = [path for path in landed if is_read(path) and not path.exists()]
        if gone:
            return _refuse_remap(landing, folder, gone)
        removed = _forget(con, load, table, connection.name)
        landing = _TableLanding(con, settings, load, table, connection)
    result = landing.run(paths, progress)
    result.rows_removed += removed
    return result


def _entries(folder: Path) -> Iterator[Path]:
    """What stands in a table folder, in the order of names; hidden entries are not looked at."""
    return (p for p in sorted(folder.iterdir()) if not p.name.startswith("."))


def _forget(con, load: Load, table: Table, relation: str) -> int:
    con.execute("begin")
    removed = ledger.forget(con, table, relation, load.load_id)
    con.execute("commit")
    return removed


def _refuse_remap(landing: _TableLanding, folder: Path, gone: list[Path]) -> TableResult:
    """A changed mapping needs every landed file that it reads again; without them the table stays
    as it is."""
    drop_zone = landing.settings.raw_dir
    error = LandingError(
        f"its mapping has changed, but {len(gone)} landed files are gone from the drop zone "
        f"(first: {gone[0].relative_to(drop_zone).as_posix()}); put them back or restore the "
        "mapping"
    )
    return _refuse_table(landing, folder.relative_to(drop_zone).as_posix(), error)


def _refuse_table(landing: _TableLanding, shown: str, error: LandingError) -> TableResult:
    """A failure of a whole table, in place of those of earlier nights; its rows stay."""
    record = FileRecord(landing.next_id, shown, "failed")
    landing._fail(record, error)
    ledger.clear_failures(landing.con, landing.table.source, landing.table.name, landing.relation)
    landing.batch.records.append(record)
    landing.flush()
    return landing.result


# --- mapped tables ------------------------------------------------------------------------------


def _land_schema(
    con, settings: Settings, load: Load, source: str, connection: Connection, progress: Progress
) -> list[TableResult]:
    """The contract's tables that exist in a schema of the warehouse or of another DuckDB file."""
    if connection.database is None:
        catalog = con.execute("select current_database()").fetchone()[0]
        return _land_relations(con, settings, load, source, connection, catalog)
    catalog = "landing_attached"
    path = settings.home / Path(connection.database).expanduser()
    try:
        con.execute(f"attach {quote(str(path))} as {catalog} (read_only)")
    except duckdb.Error as error:
        return [_refuse_schema(con, load, source, connection, error)]
    try:
        return _land_relations(con, settings, load, source, connection, catalog)
    finally:
        con.execute(f"detach {catalog}")


def _refuse_schema(
    con, load: Load, source: str, connection: Connection, error: Exception
) -> TableResult:
    """A mapped schema that cannot be read at all."""
    message = f"{source}: connection {connection.name!r}: {str(error).splitlines()[0]}"
    result = TableResult(source, connection.name, "", errors=[message])
    _record_failures(con, load, source, connection, [connection.schema], result)
    return result


def _land_relations(
    con, settings: Settings, load: Load, source: str, connection: Connection, catalog: str
) -> list[TableResult]:
    present = {
        row[0]
        for row in con.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = ? and table_schema = ?",
            [catalog, connection.schema],
        ).fetchall()
    }
    tables = [t for t in load.contract[source].values() if t.name in present]
    if not tables:
        error = LandingError(f"schema {connection.schema!r} holds no table of the contract")
        return [_refuse_schema(con, load, source, connection, error)]
    ledger.clear_failures(con, source, "", connection.name)
    known = ledger.known_tables(con, source, connection.name)
    results = []
    for table in load.contract[source].values():
        if table.name in present:
            results.append(_land_relation(con, settings, load, table, connection, catalog))
        elif table.name in known:
            results.append(_miss_relation(con, settings, load, table, connection))
    return [result for result in results if result.files or result.rows_removed]


def _miss_relation(
    con, settings: Settings, load: Load, table: Table, connection: Connection
) -> TableResult:
    """A mapped table that is gone from the schema. Nobody can tell whether that is meant, so its
    rows stay and the night fails; of one that left none, nothing is worth keeping."""
    landing = _TableLanding(con, settings, load, table, connection)
    held = _rows_held(con, table, connection.name)
    if not held:
        _forget(con, load, table, connection.name)
        return landing.result
    error = LandingError(
        f"is gone from schema {connection.schema!r}, but {held:,} rows landed from connection "
        f"{connection.name!r}; put it back, or run the job rebuild if it is meant to be gone"
    )
    return _refuse_table(landing, _relation_path(settings, connection, table), error)


def _relation_path(settings: Settings, connection: Connection, table: Table) -> str:
    """What stands for a file's path in the ledger."""
    shown = connection.database or settings.warehouse_path.name
    return f"{shown}.{connection.schema}.{table.name}"


def _rows_held(con, table: Table, relation: str) -> int:
    return con.execute(
        f"select count(*) from {table.relation} where _source_relation = ?", [relation]
    ).fetchone()[0]


def _demand_rows(con, table: Table, relation: str, shown: str) -> None:
    """A table that shows nothing where it showed something is being reloaded, not empty."""
    held = _rows_held(con, table, relation)
    if held and not con.execute(f"select exists (from {shown})").fetchone()[0]:
        raise LandingError(
            f"shows no rows, but {held:,} rows landed from connection {relation!r}; fill it again, "
            "or run the job rebuild if it is meant to be empty"
        )


def _land_relation(
    con, settings: Settings, load: Load, table: Table, connection: Connection, catalog: str
) -> TableResult:
    """One mapped table, read whole; versions that raw does not hold yet land, and rows that the
    table no longer shows go."""
    started = time.monotonic()
    landing = _TableLanding(con, settings, load, table, connection)
    record = FileRecord(landing.next_id, _relation_path(settings, connection, table), "landed")
    relation = f"{catalog}.{name(connection.schema)}.{name(table.name)}"
    if landing.known.mappings - {landing.mapping_hash}:
        try:
            _demand_rows(con, table, connection.name, relation)
        except (LandingError, duckdb.Error) as error:
            return _refuse_table(landing, record.path, error)
        landing.result.rows_removed = _forget(con, load, table, connection.name)
    else:
        ledger.clear_failures(con, table.source, table.name, connection.name)
    merge.create_stage(con, table)
    try:
        sink = landing.sink(record.file_id)
        record.notes = readers.read_relation(relation, "row_number() over ()", sink)
        _demand_rows(con, table, connection.name, merge.STAGE)
        merge.drop_known(con, table, connection.name)
        landing.mirrors = True
    except (LandingError, duckdb.Error) as error:
        landing._discard(record.file_id)
        landing._fail(record, error)
    staged = con.execute(f"select count(*) from {merge.STAGE}").fetchone()[0]
    if staged or record.status == "failed":
        landing.batch.records.append(record)
        landing.batch.staged = staged
    landing.flush()
    landing.result.seconds = time.monotonic() - started
    return landing.result
