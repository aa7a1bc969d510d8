"""Files of the drop zone, turned into rows of text that carry the physical line they stand on.

Belongs here: compression, encoding, delimiters, quotes, headers, line numbers, broken lines.
Does not belong here: what a cell means (cells.py), which row of a key wins (merge.py).

Decisions: text is UTF-8 (a byte order mark is allowed; UTF-16 stops the file). The delimiter is the
one of `, ; tab |` under which the header names most contract columns. Quotes are `"`, doubled
inside. Header names are matched without regard to case; spaces, dots and hyphens count as `_`.
A record with too few or too many cells is unreadable; empty cells too many at its end are not.
Blank lines are no rows.

CSV goes through DuckDB's strict reader. Where that reader stumbles, or where its records do not
account for every line of the file, the file is read again line by line, so that the good lines land
and every bad one is known by its number.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import hashlib
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.lib.cells import SourceColumn
from dagster_project.lib.contract import Table
from dagster_project.lib.settings import TableMapping
from dagster_project.lib.warehouse import name, quote

EXTENSIONS = (
    ".csv", ".csv.gz", ".tsv", ".tsv.gz", ".jsonl", ".jsonl.gz", ".parquet",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|")
BLOCK_BYTES = 16 << 20
HEAD_BYTES = 1 << 20
LONGEST_RECORD = 32 << 20
TEXT = "landing_text"
CELLS = "landing_cells"
TEMPORARY = (TEXT, CELLS)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


class LandingError(Exception):
    """One file or table cannot land; the message says why. Others go on."""


@dataclass(frozen=True)
class Shape:
    """What one pass over the bytes of a plain file says.

    `sha256` is of the file as delivered; `head` its first MiB uncompressed; `lines` the number of
    physical lines up to the last one that is not blank; `quoted` whether a quote occurs anywhere;
    `whole_head` whether the head is all there is.
    """

    path: Path
    sha256: str
    head: bytes
    lines: int
    quoted: bool
    whole_head: bool


@dataclass(frozen=True)
class Reject:
    """A record that could not become cells."""

    line: int
    rule: str
    text: str


@dataclass(frozen=True)
class Sink:
    """Where rows go. `add(rows_sql, line_sql, sources)` stages rows, `reject` stages bad lines,
    `discard` takes all of them back."""

    con: duckdb.DuckDBPyConnection
    table: Table
    mapping: TableMapping
    add: Callable[[str, str, Mapping[str, SourceColumn]], None]
    reject: Callable[[list[Reject]], None]
    discard: Callable[[], None]


def extension(path: Path) -> str | None:
    """The supported extension of a file, or None."""
    return next((e for e in EXTENSIONS if path.name.lower().endswith(e)), None)


# --- bytes --------------------------------------------------------------------------------------


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes as they are now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def plain_file(path: Path, scratch: Path) -> Iterator[Path]:
    """The file uncompressed, under a name DuckDB takes literally; copies live in `scratch`."""
    packed = path.name.lower().endswith(".gz")
    if not packed and not set("*?[") & set(str(path)):
        yield path
        return
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / "reading"
    try:
        with gzip.open(path) if packed else path.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, BLOCK_BYTES)
        yield copy
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LandingError(f"is not a whole gzip file: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


def measure(path: Path, plain: Path) -> Shape:
    """One pass over a plain text file; see Shape."""
    head, newlines, quoted, tail, size = b"", 0, False, b"", 0
    digest = hashlib.sha256()
    with plain.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            head = head or block[:HEAD_BYTES]
            digest.update(block)
            newlines += block.count(b"\n")
            quoted = quoted or b'"' in block
            tail = (tail + block)[-65536:]
            size += len(block)
    body = tail.rstrip(b"\r\n")
    lines = newlines - tail[len(body) :].count(b"\n") + (1 if size else 0)
    sha256 = digest.hexdigest() if plain == path else sha256_of(path)
    return Shape(plain, sha256, head, lines, quoted, size <= HEAD_BYTES)


def check_encoding(head: bytes) -> None:
    """Stop what is not UTF-8 as a whole."""
    if head.startswith(UTF16_MARKS) or head[1:400:2].count(0) > 100:
        raise LandingError("wrong encoding: the file is UTF-16; save it as UTF-8")


# --- headers ------------------------------------------------------------------------------------


def normal(header: str) -> str:
    """A header name as it is compared: lower case, white space, dots and hyphens as `_`."""
    return re.sub(r"[\s.\-]+", "_", header.strip().strip("\ufeff\u200b\x00").strip()).lower()


def match_columns(headers: list[str], table: Table, mapping: TableMapping) -> dict[str, int]:
    """Contract column → position in the file. Raises where a required column is missing."""
    positions: dict[str, int] = {}
    for position, header in enumerate(headers):
        key = normal(header)
        if key and key in positions:
            raise LandingError(f"duplicate column {header.strip()!r} in the header")
        positions[key] = position
    found = {}
    for column in table.columns:
        if column.name in mapping.constants:
            continue
        wanted = mapping.rename.get(column.name, column.name)
        if normal(wanted) in positions:
            found[column.name] = positions[normal(wanted)]
        elif column.name in mapping.rename or column.must_exist:
            raise LandingError(_missing(column.name, wanted, headers))
    return found


def _missing(column: str, wanted: str, headers: list[str]) -> str:
    named = f"{column!r}" if column == wanted else f"{column!r} (mapped to {wanted!r})"
    close = difflib.get_close_matches(normal(wanted), [normal(h) for h in headers], n=1, cutoff=0.5)
    hint = f"; closest: {close[0]!r}" if close else ""
    listed = ", ".join(h.strip() for h in headers if h.strip())
    return f"missing required column {named}{hint}; the file has: {listed}"


def extra_columns(headers: list[str], table: Table, mapping: TableMapping) -> str | None:
    """A note on columns that the contract does not know; they are not landed."""
    known = {normal(mapping.rename.get(c.name, c.name)) for c in table.columns}
    extra = sorted(h.strip() for h in headers if h.strip() and normal(h) not in known)
    return f"columns not in the contract, not landed: {', '.join(extra)}"[:2000] if extra else None


def _sources(sink: Sink, found: Mapping[str, SourceColumn]) -> dict[str, SourceColumn]:
    """Found columns, with the words of the mapping, plus its constants."""
    constants = {c: SourceColumn(quote(v)) for c, v in sink.mapping.constants.items()}
    words = {
        c: SourceColumn(_translated(source, sink.mapping.values[c]))
        for c, source in found.items()
        if c in sink.mapping.values
    }
    return {**found, **words, **constants}


def _translated(source: SourceColumn, words: Mapping[str, str]) -> str:
    """Cells that the mapping names, in its words; all others as they are."""
    text = f"cast({source.sql} as varchar)"
    branches = " ".join(f"when {quote(a)} then {quote(b)}" for a, b in words.items())
    # one reader has NULL for an empty cell, another the empty text
    return f"case trim(coalesce({text}, '')) {branches} else {text} end"


# --- CSV ----------------------------------------------------------------------------------------


def read_csv(shape: Shape, sink: Sink, extension: str) -> str | None:
    """Stage a delimited file; returns a note or None. Raises LandingError."""
    check_encoding(shape.head)
    first, delimiter, headers = _header(shape, sink, extension)
    found = match_columns(headers, sink.table, sink.mapping)
    simple = first == 1 and b"\n" in shape.head
    if not (simple and _read_strictly(shape, sink, delimiter, headers, found)):
        sink.discard()
        _read_line_by_line(shape, sink, delimiter, len(headers), found)
    return extra_columns(headers, sink.table, sink.mapping)


def _header(shape: Shape, sink: Sink, extension: str) -> tuple[int, str, list[str]]:
    """(lines up to the end of the header, delimiter, names)."""
    wanted = {normal(sink.mapping.rename.get(c.name, c.name)) for c in sink.table.columns}
    best: tuple[tuple[int, int], tuple[int, str, list[str]]] | None = None
    order = ("\t", *DELIMITERS) if extension.startswith(".tsv") else DELIMITERS
    for delimiter in order:
        with shape.path.open("rb") as file:
            record = next(_records(_Lines(file, shape.head), delimiter), None)
        if record is None:
            raise LandingError("the file has no header")
        _, cells, reject, last = record
        if reject is not None:
            if reject.rule == "wrong_encoding":
                raise LandingError("wrong encoding: the header is not UTF-8; save it as UTF-8")
            continue
        cells[0] = cells[0].removeprefix("\ufeff")
        score = (len(wanted & {normal(cell) for cell in cells}), len(cells))
        if best is None or score > best[0]:
            best = (score, (last, delimiter, cells))
    if best is None:
        raise LandingError("the header cannot be read: quotes do not match")
    return best[1]


def _read_strictly(
    shape: Shape, sink: Sink, delimiter: str, headers: list[str], found: dict[str, int]
) -> bool:
    """DuckDB's reader; False when it stumbles or its records do not add up to the file's lines.

    The rows are kept as text first: their `rowid` is their place, and reading runs in parallel.
    """
    con, columns = sink.con, [f"c{i}" for i in range(len(headers))]
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    try:
        con.execute(
            f"create or replace temp table {TEXT} as select * from read_csv("
            f"{quote(str(shape.path))}, columns = {{{types}}}, delim = {quote(delimiter)}, "
            "quote = '\"', escape = '\"', header = true, auto_detect = false, strict_mode = true, "
            f"compression = 'none', nullstr = '', max_line_size = {2 << 20})"
        )
    except duckdb.Error:
        return False
    count, within = con.execute(
        f"select count(*), {_breaks(columns) if shape.quoted else 0} from {TEXT}"
    ).fetchone()
    if 1 + count + (within or 0) != shape.lines:
        return False
    rows, line = TEXT, "2 + rowid"
    if within:
        rows = (
            f"(select *, 2 + rowid + coalesce({_breaks(columns)} over (order by rowid rows "
            f"between unbounded preceding and 1 preceding), 0) as _no from {TEXT})"
        )
        line = "cast(_no as bigint)"
    sources = {column: SourceColumn(columns[i]) for column, i in found.items()}
    sink.add(rows, line, _sources(sink, sources))
    return True


def _breaks(columns: list[str]) -> str:
    """SQL aggregate: line breaks within cells."""
    return "sum({})".format(
        " + ".join(
            f"case when contains({c}, chr(10)) "
            f"then strlen({c}) - strlen(replace({c}, chr(10), '')) else 0 end"
            for c in columns
        )
    )


class _Lines:
    """Physical lines of a file with their numbers; lines can be handed back."""

    def __init__(self, file, head: bytes):
        only_returns = b"\n" not in head and b"\r" in head
        self._lines = _split(file, b"\r" if only_returns else b"\n")
        self._back: list[tuple[int, str, bool]] = []
        self._number = 0

    def __iter__(self):
        return self

    def __next__(self) -> tuple[int, str, bool]:
        """(number, text without line end, whether it was UTF-8)."""
        if self._back:
            return self._back.pop()
        raw = next(self._lines)
        self._number += 1
        if self._number == 1:
            raw = raw.removeprefix(UTF8_MARK)
        try:
            return self._number, raw.decode("utf-8"), True
        except UnicodeDecodeError:
            return self._number, raw.decode("utf-8", "replace"), False

    def hand_back(self, lines: list[tuple[int, str, bool]]) -> None:
        self._back.extend(reversed(lines))


def _split(file, end: bytes) -> Iterator[bytes]:
    """Lines without their end; `\\r\\n` counts as `\\n`."""
    rest = b""
    while block := file.read(BLOCK_BYTES):
        *lines, rest = (rest + block).split(end)
        for line in lines:
            yield line.removesuffix(b"\r")
    if rest:
        yield rest.removesuffix(b"\r")


Record = tuple[int, list[str] | None, Reject | None, int]


def _records(lines: _Lines, delimiter: str) -> Iterator[Record]:
    """(first line, cells, reject, last line) for every record that is not blank."""
    for number, text, valid in lines:
        if not text.strip(" "):
            continue
        if '"' not in text:
            reject = None if valid else Reject(number, "wrong_encoding", text)
            yield number, None if reject else text.split(delimiter), reject, number
        else:
            yield _quoted_record(lines, (number, text, valid), delimiter)


def _quoted_record(lines: _Lines, first: tuple[int, str, bool], delimiter: str) -> Record:
    """A record that may span lines. If it never closes, only its first line is refused."""
    taken = [first]

    def feed() -> Iterator[str]:
        yield first[1] + "\n"
        size = len(first[1])
        while size <= LONGEST_RECORD and (following := next(lines, None)) is not None:
            taken.append(following)
            size += len(following[1])
            yield following[1] + "\n"

    csv.field_size_limit(LONGEST_RECORD * 2)
    try:
        cells = next(csv.reader(feed(), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        lines.hand_back(taken[1:])
        return first[0], None, Reject(first[0], "unreadable_line", first[1]), first[0]
    if not all(valid for _, _, valid in taken):
        text = "\n".join(text for _, text, _ in taken)
        return first[0], None, Reject(first[0], "wrong_encoding", text), taken[-1][0]
    return first[0], cells, None, taken[-1][0]


def _read_line_by_line(
    shape: Shape, sink: Sink, delimiter: str, width: int, found: dict[str, int]
) -> None:
    """The careful reader: good records in blocks to DuckDB, bad ones to the rejects."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    size = 0
    with shape.path.open("rb") as file:
        records = _records(_Lines(file, shape.head), delimiter)
        next(records)
        for number, cells, reject, _ in records:
            if cells is not None and len(cells) > width and not any(cells[width:]):
                cells = cells[:width]
            if cells is not None and len(cells) != width:
                text = f"{len(cells)} cells instead of {width}: {delimiter.join(cells)}"
                cells, reject = None, Reject(number, "unreadable_line", text)
            if reject is not None:
                rejects.append(reject)
            else:
                rows.append(cells)
                numbers.append(number)
            size += sum(map(len, cells)) if cells else len(reject.text)
            if size > BLOCK_BYTES or len(rows) >= 50_000:
                _add_block(sink, rows, numbers, rejects, found)
                rows, numbers, rejects, size = [], [], [], 0
    _add_block(sink, rows, numbers, rejects, found)


def _add_block(
    sink: Sink,
    rows: list[list[str]],
    numbers: list[int],
    rejects: list[Reject],
    found: dict[str, int],
) -> None:
    if rejects:
        sink.reject(rejects)
    if not rows:
        return
    cells = list(zip(*rows, strict=True))
    block = {f"c{i}": pa.array(cells[i], pa.string()) for i in sorted(set(found.values()))}
    sources = {column: SourceColumn(f"c{i}") for column, i in found.items()}
    sink.con.register("landing_block", pa.table({"_no": pa.array(numbers, pa.int64()), **block}))
    sink.add("landing_block", "_no", _sources(sink, sources))
    sink.con.unregister("landing_block")


# --- JSON lines ---------------------------------------------------------------------------------


def read_jsonl(shape: Shape, sink: Sink) -> str | None:
    """Stage a file of one JSON object per line. Nested values stay JSON text."""
    check_encoding(shape.head)
    seen: dict[str, None] = {}
    with shape.path.open("rb") as file:
        for first, lines in _json_blocks(file):
            good, rejects = _decoded(first, lines)
            seen.update(dict.fromkeys(_add_json(sink, good, rejects)))
    headers = list(seen)
    match_columns(headers, sink.table, sink.mapping)
    return extra_columns(headers, sink.table, sink.mapping)


def _json_blocks(file) -> Iterator[tuple[int, bytes]]:
    """(number of the first line, whole lines) in blocks that fit into memory."""
    number, rest = 1, file.read(len(UTF8_MARK)).removeprefix(UTF8_MARK)
    while block := file.read(BLOCK_BYTES):
        lines, end, rest = (rest + block).rpartition(b"\n")
        if end:
            yield number, lines
            number += lines.count(b"\n") + 1
    if rest:
        yield number, rest


def _decoded(first: int, lines: bytes) -> tuple[pa.Table, list[Reject]]:
    """Lines as text with their numbers; those that are not UTF-8 are refused one by one."""
    rejects = []
    try:
        texts = lines.decode("utf-8").split("\n")
        numbers = list(range(first, first + len(texts)))
    except UnicodeDecodeError:
        texts, numbers = [], []
        for number, line in enumerate(lines.split(b"\n"), start=first):
            try:
                texts.append(line.decode("utf-8"))
                numbers.append(number)
            except UnicodeDecodeError:
                text = line.decode("utf-8", "replace")
                rejects.append(Reject(number, "wrong_encoding", text))
    columns = {"_no": pa.array(numbers, pa.int64()), "j": pa.array(texts, pa.string())}
    return pa.table(columns), rejects


def _add_json(sink: Sink, block: pa.Table, rejects: list[Reject]) -> list[str]:
    """Stage one block; returns the keys that occur in it."""
    con = sink.con
    con.register("landing_block", block)
    con.execute(
        f"create or replace temp table {TEXT} as "
        "select _no, j, json_valid(j) and ltrim(j, ' \t\r')[1] = '{' as _good "
        "from landing_block where trim(j, ' \t\r') <> ''"
    )
    con.unregister("landing_block")
    bad = con.execute(f"select _no, j from {TEXT} where not _good").fetchall()
    rejects = rejects + [Reject(no, "unreadable_line", text) for no, text in bad]
    if rejects:
        sink.reject(sorted(rejects, key=lambda reject: reject.line))
    keys = [
        key
        for (key,) in con.execute(
            f"select k from (select unnest(json_keys(j)) as k, _no from {TEXT} where _good) "
            "group by k order by min(_no), k"
        ).fetchall()
    ]
    found = _json_columns(keys, sink)
    shape = json.dumps({keys[i]: "VARCHAR" for i in found.values()} or {"": "VARCHAR"})
    cells = "".join(f", _x.{name(keys[i])} as c{i}" for i in found.values())
    con.execute(
        f"create or replace temp table {CELLS} as select _no{cells} "
        f"from (select _no, json_transform(j, {quote(shape)}) as _x from {TEXT} where _good)"
    )
    sources = {column: SourceColumn(f"c{i}") for column, i in found.items()}
    sink.add(CELLS, "_no", _sources(sink, _absent(sink.table) | sources))
    return keys


def _json_columns(keys: list[str], sink: Sink) -> dict[str, int]:
    """Contract column → position among the keys; absent columns are judged at the file's end."""
    positions: dict[str, int] = {}
    for position, key in enumerate(keys):
        if '"' in key or "\\" in key:
            continue
        if normal(key) in positions:
            raise LandingError(f"duplicate column {key!r}: the same name in another spelling")
        positions[normal(key)] = position
    wanted = {
        c.name: normal(sink.mapping.rename.get(c.name, c.name))
        for c in sink.table.columns
        if c.name not in sink.mapping.constants
    }
    return {column: positions[key] for column, key in wanted.items() if key in positions}


def _absent(table: Table) -> dict[str, SourceColumn]:
    """Required columns as NULL, so that a block of lines without them breaks `missing_required`."""
    return {c.name: SourceColumn("cast(null as varchar)") for c in table.columns if c.required}


# --- parquet and tables -------------------------------------------------------------------------


def read_parquet(path: Path, sink: Sink) -> str | None:
    """Stage a parquet file; a row's line is its number, from 1."""
    rows = f"read_parquet({quote(str(path))}, file_row_number = true, hive_partitioning = false)"
    try:
        return read_relation(rows, "file_row_number + 1", sink, ignored=("file_row_number",))
    except duckdb.Error as error:
        raise LandingError(f"is not a readable parquet file: {_first_line(error)}") from error


def read_relation(rows: str, line: str, sink: Sink, ignored: tuple[str, ...] = ()) -> str | None:
    """Stage rows that have types already."""
    described = sink.con.execute(f"describe select * from {rows}").fetchall()
    types = {row[0]: row[1] for row in described if row[0] not in ignored}
    headers = list(types)
    found = {
        column: SourceColumn(name(headers[i]), types[headers[i]])
        for column, i in match_columns(headers, sink.table, sink.mapping).items()
    }
    sink.add(rows, line, _sources(sink, found))
    return extra_columns(headers, sink.table, sink.mapping)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
