"""The private build file: opening it, keeping it private, its hash key.

Belongs here: connections to pma.duckdb, file modes, the secret of keyed hashes.
Does not belong here: what lands in it (landing.py), what is published from it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import duckdb

from dagster_project.lib.settings import Settings, SettingsError


def open_warehouse(
    settings: Settings, env: Mapping[str, str] = os.environ
) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for writing; it is created with mode 600 in a folder of mode 700.

    One writer at a time: DuckDB refuses a second process.
    """
    path = settings.warehouse_path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    if not path.exists():
        _create(path)
    con = duckdb.connect(str(path))
    path.chmod(0o600)
    con.execute("set TimeZone = 'UTC'")
    limit_memory(con, path.parent, env)
    return con


def _create(path: Path) -> None:
    """In DuckDB's newest format, which takes a third less time to write than the one that every 1.x
    client reads: nobody but the night opens this file."""
    with duckdb.connect() as con:
        con.execute(f"attach {quote(str(path))} as warehouse (storage_version 'latest')")


def memory(env: Mapping[str, str] = os.environ) -> str:
    """What one engine may take, in DuckDB's words; profiles.yml says the same to dbt."""
    return env.get("PMA_MEMORY", "5500MB")


def limit_memory(con, folder: Path, env: Mapping[str, str] = os.environ) -> None:
    """Hold a connection that reads or writes whole tables to PMA_MEMORY; what needs more goes to
    files in `folder` for a while. DuckDB's own limit is four fifths of the machine."""
    con.execute(f"set memory_limit = {quote(memory(env))}")
    con.execute(f"set temp_directory = {quote(str(folder / 'pma.duckdb.tmp'))}")


def advice_on_memory(words: str, env: Mapping[str, str] = os.environ) -> str | None:
    """What to do where these words of a failure say that memory ran out; DuckDB's own advice names
    settings that are not set by hand here."""
    if "Out of Memory Error" not in words:
        return None
    return (
        f"OUT OF MEMORY: PMA_MEMORY is {memory(env)}; allow more, or lower the var "
        "usage_rows_per_pass in pma.yml if a whole build of usage failed"
    )


def ensure_hash_key(con, home: Path, env: Mapping[str, str] = os.environ) -> None:
    """Put the secret of `keyed_hash()` into landing.hash_key, once per warehouse.

    It is PMA_HASH_KEY; else the one in PMA_HOME/hash_key, made at random on the first night.
    Raises SettingsError when PMA_HASH_KEY is not the key this warehouse was built with.
    """
    given = env.get("PMA_HASH_KEY")
    stored = con.execute("select hash_key from landing.hash_key").fetchone()
    if stored is None:
        con.execute("insert into landing.hash_key values (?)", [given or _key_file(home)])
    elif given and given != stored[0]:
        raise SettingsError(
            "PMA_HASH_KEY: is not the key this warehouse was built with; allowed: the same key, "
            "or a new PMA_HOME"
        )


def _key_file(home: Path) -> str:
    path = home / "hash_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def quote(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
