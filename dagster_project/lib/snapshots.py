"""Published snapshots: make durable, switch one link, prune, go back.

Belongs here: the life of a snapshot as files. It is whole before anybody can see it, and readers
only ever see `current`. Does not belong here: its tables (export.py), whether to publish
(receipt.py).
"""

from __future__ import annotations

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
from dagster_project.lib.export import MANIFEST, MARTS_FILE, STORAGE_VERSION, export, read_manifest
from dagster_project.lib.marts import Mart

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
    whole = (p for p in folder.iterdir() if p.name[0] != "." and (p / MANIFEST).exists())
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
        exported = export(settings, marts, candidate, current_snapshot(settings))
        site = add_site(candidate, MARTS_FILE, build) if add_site else None
        _write_manifest(candidate, exported, build, run_id, site)
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


def _write_manifest(
    candidate: Path,
    exported: dict[str, Any],
    build: dict[str, Any],
    run_id: str,
    site: dict[str, Any] | None,
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
        **exported,
    } | ({"site": site} if site else {})
    (candidate / MANIFEST).write_text(json.dumps(manifest, indent=1))


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
        age = time.time() - (old / MANIFEST).stat().st_mtime
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
