"""What a deployment may set, read and checked once at start.

Belongs here: paths under PMA_HOME, the clock, and `sources` of pma.yml. Does not belong here: its
`vars` (setting_vars.py), kinds of values and the words of errors (setting_values.py), what tables
look like (contract.py), reading files (landing.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from dagster_project.lib.contract import Table, load_contract
from dagster_project.lib.setting_values import (
    SettingsError,
    boolean,
    integer,
    mapping,
    refuse,
    text_value,
    texts,
)
from dagster_project.lib.setting_vars import checked_vars

SECTIONS = ("vars", "sources", "keep_snapshots")
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class TableMapping:
    """How the files of one table differ from the contract; empty means not at all.

    `rename`: contract column → column in the file. `constants`: contract column → text that every
    row gets. `formats`: date or timestamp column → strptime formats tried after ISO. `values`:
    contract column → what the file writes → what the contract understands.
    """

    rename: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    file_pattern: str | None = None


@dataclass(frozen=True)
class Connection:
    """One account of a vendor. `name` becomes `_source_relation`.

    Rows come either from the folder raw/`files` or from the tables of `schema`, in the warehouse
    itself or in the DuckDB file `database`.
    """

    name: str
    files: str | None
    schema: str | None = None
    database: str | None = None
    tables: dict[str, TableMapping] = field(default_factory=dict)

    def mapping(self, table: str) -> TableMapping:
        return self.tables.get(table, TableMapping())


@dataclass(frozen=True)
class SourceConfig:
    """Whether a source is read, and through which connections."""

    enabled: bool
    connections: tuple[Connection, ...]


@dataclass(frozen=True)
class Settings:
    """One deployment on one night. `as_of` is timezone-aware UTC and the only clock."""

    home: Path
    as_of: datetime
    vars: dict[str, object]
    sources: dict[str, SourceConfig]
    webhook_url: str | None = None
    keep_snapshots: int = 7

    @property
    def raw_dir(self) -> Path:
        return self.home / "raw"

    @property
    def warehouse_path(self) -> Path:
        return self.home / "warehouse" / "pma.duckdb"

    @property
    def published_dir(self) -> Path:
        return self.home / "published"

    @property
    def dagster_dir(self) -> Path:
        return self.home / "dagster"


def load_settings(home: Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """Read and check everything a deployment set; raises SettingsError on the first bad value."""
    home = Path(home or env.get("PMA_HOME") or "data").expanduser().resolve()
    contract = load_contract()
    document = _document(home / "pma.yml")
    return Settings(
        home=home,
        as_of=_as_of(env.get("PMA_AS_OF")),
        vars=checked_vars(document.get("vars")),
        sources=_sources(document.get("sources"), contract),
        webhook_url=_webhook_url(env.get("PMA_WEBHOOK_URL")),
        keep_snapshots=integer(1)("keep_snapshots", document.get("keep_snapshots", 7)),
    )


class OneMeaning(yaml.SafeLoader):
    """YAML without tags, in which a key that stands twice is a mistake: the library keeps the last
    and drops the first without a word."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # no name of anything here; the library says so
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    "in a mapping", node.start_mark, f"{key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _document(path: Path) -> dict:
    if not path.exists():
        return {}
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), OneMeaning)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as YAML: {error}") from error
    return mapping(path.name, document, SECTIONS)


def _as_of(text: str | None) -> datetime:
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        allowed = "an ISO timestamp such as 2026-01-31T02:00:00 (UTC unless it has an offset)"
        raise refuse("PMA_AS_OF", text, allowed) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _webhook_url(text: str | None) -> str | None:
    if text and not re.match(r"https?://[^\s/]+", text):
        raise SettingsError("PMA_WEBHOOK_URL: allowed: a URL that starts with https:// or http://")
    return text or None


# --- sources ------------------------------------------------------------------------------------


def _sources(section: object, contract: dict[str, dict[str, Table]]) -> dict[str, SourceConfig]:
    given = mapping("sources", section, list(contract))
    sources = {
        name: _source(f"sources.{name}", name, given.get(name), tables)
        for name, tables in contract.items()
    }
    _refuse_shared_folders(sources)
    return sources


def _source(key: str, name: str, entry: object, tables: dict[str, Table]) -> SourceConfig:
    entry = mapping(key, entry, ("enabled", "connections"))
    enabled = boolean(f"{key}.enabled", entry.get("enabled", True))
    listed = entry.get("connections", [{"name": name}])
    if not isinstance(listed, list) or not listed:
        raise refuse(f"{key}.connections", listed, "a list of connections, each with a name")
    connections = tuple(
        _connection(f"{key}.connections[{i}]", item, tables) for i, item in enumerate(listed)
    )
    names = [connection.name for connection in connections]
    for connection_name in names:
        if names.count(connection_name) > 1:
            raise refuse(f"{key}.connections", connection_name, "every name once")
    return SourceConfig(enabled, connections)


def _connection(key: str, entry: object, tables: dict[str, Table]) -> Connection:
    entry = mapping(key, entry, ("name", "files", "schema", "database", "tables"))
    name = entry.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise refuse(f"{key}.name", name, "lower-case letters, digits and _")
    key = f"{key[: key.rindex('[')]}.{name}"
    schema = entry.get("schema")
    if schema is not None and "files" in entry:
        raise refuse(f"{key}.files", entry["files"], "either files or schema, not both")
    if schema is None and "database" in entry:
        raise refuse(f"{key}.database", entry["database"], "database only together with schema")
    mappings = mapping(f"{key}.tables", entry.get("tables"), list(tables))
    return Connection(
        name=name,
        files=None if schema is not None else _folder(f"{key}.files", entry.get("files", name)),
        schema=None if schema is None else text_value(f"{key}.schema", schema),
        database=text_value(f"{key}.database", entry["database"]) if "database" in entry else None,
        tables={
            table: _table_mapping(f"{key}.tables.{table}", mapping, tables[table])
            for table, mapping in mappings.items()
        },
    )


def _folder(key: str, value: object) -> str:
    if not isinstance(value, str) or not FOLDER.fullmatch(value):
        raise refuse(key, value, "the name of one folder under raw/, without / or ..")
    return value


def _table_mapping(key: str, entry: object, table: Table) -> TableMapping:
    entry = mapping(key, entry, ("rename", "constants", "formats", "values", "file_pattern"))
    columns = list(table.by_name)
    rename = mapping(f"{key}.rename", entry.get("rename"), columns)
    constants = mapping(f"{key}.constants", entry.get("constants"), columns)
    formats = mapping(f"{key}.formats", entry.get("formats"), columns)
    values = mapping(f"{key}.values", entry.get("values"), columns)
    for column in rename:
        if column in constants:
            raise refuse(f"{key}.constants.{column}", constants[column], "rename or constant")
    for column in values:
        if column in constants:
            raise refuse(f"{key}.constants.{column}", constants[column], "values or constant")
    pattern = entry.get("file_pattern")
    if pattern is not None and "/" in text_value(f"{key}.file_pattern", pattern):
        raise refuse(f"{key}.file_pattern", pattern, "a pattern of file names, without /")
    return TableMapping(
        rename={c: text_value(f"{key}.rename.{c}", value) for c, value in rename.items()},
        constants={c: _constant(f"{key}.constants.{c}", v) for c, v in constants.items()},
        formats={c: _formats(f"{key}.formats.{c}", v, table, c) for c, v in formats.items()},
        values={c: _words(f"{key}.values.{c}", v) for c, v in values.items()},
        file_pattern=pattern,
    )


def _words(key: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise refuse(key, value, "a mapping of the file's words to the contract's")
    return {_constant(key, word): _constant(f"{key}.{word}", v) for word, v in value.items()}


def _constant(key: str, value: object) -> str:
    """The text that stands in every row, as a file would have written it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise refuse(key, value, "one text, number, date or true/false")


def _formats(key: str, value: object, table: Table, column: str) -> tuple[str, ...]:
    data_type = table.by_name[column].data_type
    if data_type not in ("date", "timestamp"):
        raise refuse(key, value, f"formats only for date and timestamp columns, not {data_type}")
    formats = texts(key, value)
    for item in formats:
        if "%" not in item:
            raise refuse(key, item, "strptime formats such as %d.%m.%Y")
    return tuple(formats)


def _refuse_shared_folders(sources: dict[str, SourceConfig]) -> None:
    """One folder feeds one connection; two would land every row twice."""
    owners: dict[str, str] = {}
    for source, config in sources.items():
        for connection in config.connections:
            if connection.files is None:
                continue
            owner = f"sources.{source}.connections.{connection.name}"
            if connection.files in owners:
                taken = f"a folder of its own; {owners[connection.files]} reads it already"
                raise refuse(f"{owner}.files", connection.files, taken)
            owners[connection.files] = owner
