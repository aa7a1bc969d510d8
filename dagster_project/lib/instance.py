"""The Dagster instance of a deployment: its folder, its settings, its speed.

Belongs here: DAGSTER_HOME and how its SQLite files are written. Does not belong here: definitions.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    """Write Dagster's thousands of small events without a flush to disk for each.

    Dagster opens and closes SQLite for every event; closing the last connection of a file in WAL
    mode folds the log back in and deletes it. So one idle connection per file is kept open for the
    block, and commits are not flushed one by one: after a power cut the newest events may be
    missing, the files stay sound. The marts do not depend on them.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    kept: dict[str, sqlite3.Connection] = {}

    def tune(connection, record) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("pragma synchronous = normal")
        path = connection.execute("pragma database_list").fetchone()[2]
        if path and path not in kept:
            kept[path] = sqlite3.connect(path, check_same_thread=False)
            kept[path].execute("pragma schema_version")

    event.listen(Engine, "connect", tune)
    try:
        yield
    finally:
        event.remove(Engine, "connect", tune)
        for connection in kept.values():
            connection.close()
