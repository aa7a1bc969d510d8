"""Published snapshots: export, make durable, switch one link, prune, go back.

Belongs here: files and the DuckDB statements that fill them. A snapshot is whole before anybody can
see it, and readers only ever see `current`. Does not belong here: whether to publish (receipt.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.marts import Mart
from dagster_project.lib.pii_scan import demand_clean
from dagster_project.lib.warehouse import limit_memory

MARTS_FILE = "pma_marts.duckdb"
STORAGE_VERSION = "v1.0.0"
"""Every DuckDB 1.x opens the published file."""
AUDIENCE = {"core": "Shared: ", "quality": "For operators: "}
"""How the comment of a table begins that is not one of the framework's displays; DuckDB has no
comments on schemas."""
COMPRESSION_LEFT_OUT = "fsst"
"""Trying it on every text column takes a sixth of publishing; without it the demo company's file is
four per cent larger."""
PARQUET = "format parquet, compression zstd, compression_level 1"
"""Three per cent larger than at the usual level, in two thirds of the time."""
YOUNGEST_PRUNED_SECONDS = 24 * 3600
_UNFINISHED = ".unfinished-"


class NothingToRollBackTo(RuntimeError):
    """There is no snapshot before the current one."""


def snapshots_dir(settings) -> Path:
    return settings.published_dir / "snapshots"


def current_snapshot(settings) -> Path | None:
    """The snapshot that readers see."""
    link = settings.published_dir / "current"
    return link.resolve() if link.exists() else None


def list_snapshots(settings) -> list[Path]:
    """Every whole snapshot, oldest first."""
    folder = snapshots_dir(settings)
    if not folder.exists():
        return []
    whole = (p for p in folder.iterdir() if p.name[0] != "." and (p / "manifest.json").exists())
    return sorted(whole)


def publish(
    settings,
    marts: list[Mart],
    build: dict[str, Any],
    run_id: str,
    add_site: Callable[[Path, str, dict[str, Any]], dict[str, Any]] | None = None,
) -> Path:
    """Export the marts of the warehouse, scan them, switch `current`; returns the new snapshot.

    `add_site` puts pages into the candidate that are made from its marts, and says what it put.
    """
    candidate = _new_candidate(settings, build["build_id"])
    try:
        tables = _export(settings, marts, candidate)
        site = add_site(candidate, MARTS_FILE, build) if add_site else None
        _write_manifest(candidate, tables, build, run_id, site)
        _make_durable(candidate)
        snapshot = candidate.with_name(candidate.name.removeprefix(_UNFINISHED))
        candidate.rename(snapshot)
        _sync(snapshot.parent)
    except BaseException:
        shutil.rmtree(candidate, ignore_errors=True)
        raise
    switch(settings, snapshot)
    prune(settings)
    return snapshot


def _new_candidate(settings, build_id: str) -> Path:
    """A fresh directory; what killed publishes left behind goes first."""
    folder = snapshots_dir(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    candidate = folder / f"{_UNFINISHED}{stamp}-{build_id[:8]}"
    (candidate / "parquet").mkdir(parents=True)
    return candidate


def _export(settings, marts: list[Mart], candidate: Path) -> dict[str, dict[str, Any]]:
    """Copy every mart into the candidate's database and parquet files, ordered by its grain."""
    con = duckdb.connect(":memory:")
    try:
        limit_memory(con, settings.warehouse_path.parent)
        con.execute("set preserve_insertion_order = true")
        con.execute(f"set disabled_compression_methods = '{COMPRESSION_LEFT_OUT}'")
        con.execute(f"attach '{settings.warehouse_path}' as warehouse (read_only)")
        con.execute(
            f"attach '{candidate / MARTS_FILE}' as published (storage_version '{STORAGE_VERSION}')"
        )
        # one transaction: a thousand comments would be a thousand flushes to disk
        con.execute("begin")
        for mart in marts:
            _create_table(con, mart)
        con.execute("commit")
        # after it: what is not yet committed is read by one thread
        tables = {mart.relation: _write_parquet(con, mart, candidate) for mart in marts}
        demand_clean(con, "published")
        con.execute("checkpoint published")
        con.execute("detach published")
    finally:
        con.close()
    return tables


def _published(mart: Mart) -> str:
    return f'published."{mart.schema}"."{mart.name}"'


def _create_table(con, mart: Mart) -> None:
    target = _published(mart)
    order = ", ".join(f'"{name}" nulls first' for name in mart.grain) or "all"
    con.execute(f'create schema if not exists published."{mart.schema}"')
    con.execute(
        f'create table {target} as from warehouse."{mart.schema}"."{mart.name}" order by {order}'
    )
    _comment(con, target, mart)


def _write_parquet(con, mart: Mart, candidate: Path) -> dict[str, Any]:
    """One file per table; returns what the manifest says of it."""
    parquet = candidate / "parquet" / mart.schema / f"{mart.name}.parquet"
    parquet.parent.mkdir(exist_ok=True)
    rows = con.execute(f"copy (from {_published(mart)}) to '{parquet}' ({PARQUET})").fetchone()[0]
    return {
        "rows": rows,
        "bytes": parquet.stat().st_size,
        "sha256": hashlib.sha256(parquet.read_bytes()).hexdigest(),
        "grain": list(mart.grain),
        "description": mart.description,
    }


def _comment(con, target: str, mart: Mart) -> None:
    """Descriptions travel with the file: any client shows them."""
    present = {row[0] for row in con.execute(f"describe {target}").fetchall()}
    if mart.description:
        words = AUDIENCE.get(mart.schema, "") + mart.description
        con.execute(f"comment on table {target} is {_literal(words)}")
    for name, text in mart.columns.items():
        if text and name in present:
            con.execute(f'comment on column {target}."{name}" is {_literal(text)}')


def _literal(text: str) -> str:
    return "'" + text.strip().replace("'", "''") + "'"


def _write_manifest(
    candidate: Path, tables: dict, build: dict[str, Any], run_id: str, site: dict[str, Any] | None
) -> None:
    manifest = {
        "run_id": run_id,
        "build_id": build["build_id"],
        "load_id": build["load_id"],
        "as_of": build["as_of"],
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "git_sha": git_sha(),
        "versions": {"duckdb": duckdb.__version__, "storage": STORAGE_VERSION},
        "checks_passed": len(build.get("checks", {})),
        "database": {"file": MARTS_FILE, "bytes": (candidate / MARTS_FILE).stat().st_size},
        "tables": tables,
    } | ({"site": site} if site else {})
    (candidate / "manifest.json").write_text(json.dumps(manifest, indent=1))


def git_sha() -> str | None:
    """The commit that built this, where the project is a git checkout."""
    command = ["git", "-C", str(DBT_DIR.parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_durable(folder: Path) -> None:
    """Flush every file, then every directory from the leaves up."""
    for root, _, files in os.walk(folder, topdown=False):
        for name in files:
            _sync(Path(root) / name)
        _sync(Path(root))


def switch(settings, snapshot: Path) -> None:
    """Let readers see `snapshot`: one rename, so nobody sees anything in between."""
    link = settings.published_dir / "current"
    temporary = settings.published_dir / f".current-{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("snapshots") / snapshot.name)
    temporary.replace(link)
    _sync(settings.published_dir)


def prune(settings) -> list[str]:
    """Drop snapshots beyond the last N; never the current one, never one younger than a day."""
    current, dropped = current_snapshot(settings), []
    for old in list_snapshots(settings)[: -settings.keep_snapshots or None]:
        age = time.time() - (old / "manifest.json").stat().st_mtime
        if old != current and age > YOUNGEST_PRUNED_SECONDS:
            shutil.rmtree(old)
            dropped.append(old.name)
    return dropped


def rollback(settings, to: str | None = None) -> Path:
    """Switch to the snapshot before the current one, or to the one named."""
    current = current_snapshot(settings)
    known = list_snapshots(settings)
    if to is not None:
        wanted = [p for p in known if p.name == to]
    else:
        wanted = [p for p in known if current is not None and p.name < current.name][-1:]
    if not wanted:
        names = ", ".join(p.name for p in known) or "none"
        raise NothingToRollBackTo(f"no snapshot {to or 'before the current one'}; known: {names}")
    switch(settings, wanted[0])
    return wanted[0]


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """What a snapshot says of itself."""
    return json.loads((snapshot / "manifest.json").read_text())


def published_load(con, settings) -> int:
    """The load that readers see; 0 before the first, and in a warehouse that never had it: one that
    was begun anew counts its loads from 1."""
    current = current_snapshot(settings)
    if current is None:
        return 0
    manifest = read_manifest(current)
    known = con.execute(
        "select 1 from landing.loads where load_id = ? and build_id = ?",
        [manifest["load_id"], manifest["build_id"]],
    ).fetchone()
    return manifest["load_id"] if known else 0


def link_last_published(settings) -> Path:
    """A stable path for dbt to what readers see now; an empty database before the first publish."""
    link = settings.warehouse_path.parent / "last_published.duckdb"
    link.parent.mkdir(parents=True, exist_ok=True)
    current = current_snapshot(settings)
    target = current / MARTS_FILE if current else _empty_database(link.parent)
    temporary = link.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(target, link.parent))
    temporary.replace(link)
    return link


def _empty_database(folder: Path) -> Path:
    path = folder / "nothing_published.duckdb"
    if not path.exists():
        duckdb.connect(str(path)).close()
    return path
