"""The Dagster instance of a deployment: its folder, its settings, its speed.

Belongs here: DAGSTER_HOME and how its SQLite files are written. Does not belong here: definitions.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parents[1] / "dagster.yaml"


def prepare_instance(settings) -> Path:
    """Create PMA_HOME/dagster and its dagster.yaml where missing, and point DAGSTER_HOME at it."""
    folder = settings.dagster_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "dagster.yaml"
    if not config.exists():
        config.write_text(TEMPLATE.read_text())
    os.environ["DAGSTER_HOME"] = str(folder)
    return folder


@contextmanager
def quick_event_log() -> Iterator[None]:
    """Write Dagster's many small events through one kept connection per file.

    Dagster makes an engine, opens SQLite, flushes and closes for each of a night's thousand events:
    that costs more than the night's work. For the block its SQLite storages get engines that are
    kept, and commits that are not flushed one by one: after a power cut the newest events may be
    missing, the files stay sound. The marts do not depend on them.
    """
    from dagster._core.storage.event_log.sqlite import sqlite_event_log
    from dagster._core.storage.runs.sqlite import sqlite_run_storage
    from sqlalchemy import create_engine, event

    engines: dict[str, Any] = {}
    closers: list[Callable[[], None]] = []

    def kept_engine(url: str, **options):
        if url not in engines:
            options.pop("poolclass", None)
            arguments = options.pop("connect_args", {}) | {"check_same_thread": False}
            engine = create_engine(url, connect_args=arguments, **options)
            event.listen(engine, "connect", _flush_less)
            closers.append(engine.dispose)
            engine.dispose = _keep
            engines[url] = engine
        return engines[url]

    modules = (sqlite_event_log, sqlite_run_storage)
    originals = [module.create_engine for module in modules]
    for module in modules:
        module.create_engine = kept_engine
    try:
        yield
    finally:
        for module, original in zip(modules, originals, strict=True):
            module.create_engine = original
        for close in closers:
            close()


def _keep(close: bool = True) -> None:
    """Dagster disposes of an engine after every event; ours are disposed of at the end."""


def _flush_less(connection, record) -> None:
    connection.execute("pragma synchronous = normal")
