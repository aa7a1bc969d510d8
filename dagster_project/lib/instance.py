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
def night_instance() -> Iterator[Any]:
    """The Dagster instance of one night, whose events are written together where they come in
    hundreds (event_log.py); an event log that somebody put elsewhere stays as it is."""
    import dagster as dg
    from dagster._core.storage.event_log import SqliteEventLogStorage

    from dagster_project.lib.event_log import TogetherEventLog

    with _kept_connections(), dg.DagsterInstance.get() as instance:
        usual = instance.event_log_storage
        if type(usual) is not SqliteEventLogStorage:
            yield instance
            return
        together = TogetherEventLog(usual._base_dir)
        together.register_instance(instance)
        instance._event_storage = together
        try:
            yield instance
        finally:
            together.write_waiting()


@contextmanager
def _kept_connections() -> Iterator[None]:
    """Write Dagster's events through one kept connection per file.

    Dagster makes an engine, opens SQLite, flushes and closes each time it writes or asks. For the
    block its SQLite storages get engines that are kept, and commits that are not flushed one by
    one: after a power cut the newest events may be missing, the files stay sound. The marts do not
    depend on them. And what the one step of dbt puts out Dagster gathers anew for each of a
    thousand outputs; here it does so once.
    """
    from dagster._core.definitions.assets.job.asset_layer import AssetLayer
    from dagster._core.execution.context.system import StepExecutionContext
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

    quicker = [
        (sqlite_event_log, "create_engine", kept_engine),
        (sqlite_run_storage, "create_engine", kept_engine),
        *(
            (place, name, _once(getattr(place, name)))
            for place, name in (
                (StepExecutionContext, "get_output_asset_keys"),
                (AssetLayer, "get_selected_entity_keys_for_node"),
            )
        ),
    ]
    originals = [(place, name, getattr(place, name)) for place, name, _ in quicker]
    for place, name, replacement in quicker:
        setattr(place, name, replacement)
    try:
        yield
    finally:
        for place, name, original in originals:
            setattr(place, name, original)
        for close in closers:
            close()


def _once(method: Callable) -> Callable:
    """The method, asked once per object and arguments; the objects live as long as the answers."""
    answers: dict[Any, tuple[Any, Any]] = {}

    def once(self, *arguments):
        key = (id(self), *arguments)
        if key not in answers:
            answers[key] = (self, method(self, *arguments))
        return answers[key][1]

    return once


def _keep(close: bool = True) -> None:
    """Dagster disposes of an engine after every event; ours are disposed of at the end."""


def _flush_less(connection, record) -> None:
    connection.execute("pragma synchronous = normal")
