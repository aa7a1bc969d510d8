"""Dagster's event log on SQLite, for one night: a step's many small events are written together.

Belongs here: how events reach SQLite. A night has some 4,400 of them, nearly all of them outputs,
materializations and checks that a step reports one after the other when its work is over; Dagster
opens up to four transactions for each, which took longer than the marts. Does not belong here:
which events there are, where the files lie (instance.py).

What is written is what Dagster writes, in the same tables: tests/definitions/test_event_log.py.
Dagster is locked to one release, and whatever this class does not know goes Dagster's own way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dagster import AssetKey
from dagster._core.event_api import EventLogRecord
from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS, DagsterEventType
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus
from dagster._core.storage.event_log.base import AssetEntry, AssetRecord
from dagster._core.storage.event_log.schema import (
    AssetCheckExecutionsTable,
    AssetEventTagsTable,
    AssetKeyTable,
    SqlEventLogStorageTable,
)
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

INDEX = sqlite_event_log.INDEX_SHARD_NAME
PLANNED = DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED
EVALUATED = DagsterEventType.ASSET_CHECK_EVALUATION
TOGETHER = {
    DagsterEventType.STEP_OUTPUT,
    DagsterEventType.ASSET_MATERIALIZATION,
    DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    PLANNED,
    EVALUATED,
}
"""What comes in hundreds. Every other event, and every question, first writes what waits."""


@dataclass(frozen=True)
class Waiting:
    """An event that is not written yet; `index_id` is its id in the index of all runs, if it has
    a place there."""

    event: EventLogEntry
    row: dict[str, Any]
    index_id: int | None

    @property
    def kind(self) -> DagsterEventType:
        return self.event.get_dagster_event().event_type


class TogetherEventLog(sqlite_event_log.SqliteEventLogStorage):
    """SQLite event log that keeps the index locked for writing from the first waiting event on, so
    that ids are known before rows are written, and until the next event of another kind: a step
    reports its outputs when its work is over, that takes seconds."""

    def __init__(self, base_dir: str) -> None:
        super().__init__(base_dir)
        self._waiting: list[Waiting] = []
        self._records: dict[AssetKey, AssetRecord] = {}
        self._asset_ids: dict[str, int] = {}
        self._unread, self._reading = True, False
        self._index: Any = None
        self._next_id = 0
        self._one_at_a_time = threading.RLock()

    def store_event(self, event: EventLogEntry) -> None:
        """Keep what comes in hundreds, write everything else at once."""
        with self._one_at_a_time:
            if not self._may_wait(event):
                super().store_event(event)
                return
            if self._waiting and self._waiting[0].event.run_id != event.run_id:
                self.write_waiting()
            self._wait(event)

    def get_asset_records(self, asset_keys: Sequence[AssetKey] | None = None):
        """Records of assets. A step asks this between its outputs, for one asset after the other:
        while the index is locked all of them are read once, and what waits is known."""
        with self._one_at_a_time:
            if not asset_keys or not self._waiting:
                return super().get_asset_records(asset_keys)
            if self._unread and any(key not in self._records for key in asset_keys):
                self._read_records()
            return [self._records[key] for key in asset_keys if key in self._records]

    def write_waiting(self) -> None:
        """Write what waits and let go of the index."""
        with self._one_at_a_time:
            if not self._waiting:
                return
            waiting, self._waiting = self._waiting, []
            index, self._index = self._index, None
            try:
                with super()._connect(waiting[0].event.run_id) as run:
                    run.execute(SqlEventLogStorageTable.insert(), [w.row for w in waiting])
                self._write_index(index, [w for w in waiting if w.index_id is not None])
                index.commit()
            finally:
                index.close()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Any]:
        with self._one_at_a_time:  # another thread waits here until all records are read
            reading = self._reading and shard == INDEX
            if not reading:
                self.write_waiting()
        if reading:
            yield self._index
            return
        with super()._connect(shard) as connection:
            yield connection

    def _read_records(self) -> None:
        keys = [AssetKey.from_db_string(key) for key in self._asset_ids]
        self._unread, self._reading = False, True
        try:
            read = super().get_asset_records(keys)
        finally:
            self._reading = False
        self._records = {record.asset_entry.asset_key: record for record in read} | self._records

    @staticmethod
    def _may_wait(event: EventLogEntry) -> bool:
        if not (event.run_id and event.is_dagster_event):
            return False
        dagster_event = event.get_dagster_event()
        data = dagster_event.event_specific_data
        of_partitions = [getattr(data, name, None) for name in ("partition", "partitions_subset")]
        return dagster_event.event_type in TOGETHER and not any(
            [dagster_event.partition, *of_partitions]
        )

    @cached_property
    def _index_engine(self):
        return sqlite_event_log.create_engine(
            self.conn_string_for_shard(INDEX),
            connect_args={"timeout": sqlite_event_log.SQLITE_BUSY_TIMEOUT_SECONDS},
        )

    @cached_property
    def _has_timestamps(self) -> bool:
        return self.has_asset_key_index_cols()

    @cached_property
    def _has_tags(self) -> bool:
        return self.has_table(AssetEventTagsTable.name)

    def _lock_index(self) -> None:
        _ = self._has_timestamps, self._has_tags  # asked while nothing waits
        self._index = self._index_engine.connect()
        self._index.exec_driver_sql("begin immediate")
        last = self._index.exec_driver_sql("select max(id) from event_logs").scalar()
        self._next_id = (last or 0) + 1
        assets = self._index.execute(select(AssetKeyTable.c.asset_key, AssetKeyTable.c.id))
        self._asset_ids = dict(assets.all())
        self._records, self._unread = {}, True

    def _wait(self, event: EventLogEntry) -> None:
        row = self._event_to_row(event)  # before the lock: what cannot be written takes none
        if self._index is None:
            self._lock_index()
        kind, index_id = event.get_dagster_event().event_type, None
        if kind in ASSET_EVENTS or kind in ASSET_CHECK_EVENTS:
            index_id, self._next_id = self._next_id, self._next_id + 1
        waiting = Waiting(event, row, index_id)
        self._waiting.append(waiting)
        if kind == DagsterEventType.ASSET_MATERIALIZATION:
            self._remember(waiting)

    def _remember(self, waiting: Waiting) -> None:
        key = waiting.event.get_dagster_event().asset_key
        if (asset_id := self._asset_ids.get(key.to_string())) is not None:
            entry = AssetEntry(
                asset_key=key,
                last_materialization_record=EventLogRecord(waiting.index_id, waiting.event),
                last_run_id=waiting.event.run_id,
            )
            self._records[key] = AssetRecord(storage_id=asset_id, asset_entry=entry)

    def _write_index(self, index, waiting: list[Waiting]) -> None:
        if not waiting:
            return
        rows = [{**w.row, "id": w.index_id} for w in waiting]
        index.execute(SqlEventLogStorageTable.insert(), rows)
        self._write_assets(index, waiting)
        _write_checks(index, [w for w in waiting if w.kind == PLANNED])
        _write_verdicts(index, [w for w in waiting if w.kind == EVALUATED])

    def _write_assets(self, index, waiting: list[Waiting]) -> None:
        latest: dict[str, dict[str, Any]] = {}
        of_assets = [w for w in waiting if w.kind in ASSET_EVENTS]
        for w in of_assets:
            values = self._get_asset_entry_values(w.event, w.index_id, self._has_timestamps)
            latest.setdefault(w.row["asset_key"], {}).update(values)
        for columns in {tuple(sorted(values)) for values in latest.values()}:
            statement = insert(AssetKeyTable)
            statement = statement.on_conflict_do_update(
                index_elements=["asset_key"],
                set_={column: statement.excluded[column] for column in columns},
            )
            rows = [
                {"asset_key": key, **values}
                for key, values in latest.items()
                if tuple(sorted(values)) == columns
            ]
            index.execute(statement, rows)
        tags = [
            {
                "event_id": w.index_id,
                "asset_key": w.row["asset_key"],
                "key": key,
                "value": value,
                "event_timestamp": w.row["timestamp"],
            }
            for w in of_assets
            for key, value in self._tags_for_asset_event(w.event).items()
        ]
        if tags and self._has_tags:
            index.execute(AssetEventTagsTable.insert(), tags)


def _check_row(waiting: Waiting, status: AssetCheckExecutionRecordStatus) -> dict[str, Any]:
    told = waiting.event.get_dagster_event().event_specific_data
    return {
        "asset_key": told.asset_key.to_string(),
        "check_name": told.check_name,
        "run_id": waiting.event.run_id,
        "execution_status": status.value,
        "evaluation_event": waiting.row["event"],
        "evaluation_event_timestamp": waiting.row["timestamp"],
        "evaluation_event_storage_id": waiting.index_id,
    }


def _write_checks(index, planned: list[Waiting]) -> None:
    if planned:
        rows = [_check_row(w, AssetCheckExecutionRecordStatus.PLANNED) for w in planned]
        index.execute(AssetCheckExecutionsTable.insert(), rows)


def _verdict_row(waiting: Waiting) -> dict[str, Any]:
    told = waiting.event.get_dagster_event().asset_check_evaluation_data
    status = AssetCheckExecutionRecordStatus
    target = told.target_materialization_data
    return {
        **_check_row(waiting, status.SUCCEEDED if told.passed else status.FAILED),
        "materialization_event_storage_id": target.storage_id if target else None,
    }


def _write_verdicts(index, evaluated: list[Waiting]) -> None:
    """A verdict replaces the row that says that the check was planned; where none does, it is a
    row of its own."""
    if not evaluated:
        return
    table = AssetCheckExecutionsTable.c
    run_id = evaluated[0].event.run_id
    planned = set(
        index.execute(
            select(table.asset_key, table.check_name).where(
                table.run_id == run_id, table.partition.is_(None)
            )
        )
        .tuples()
        .all()
    )
    rows = [_verdict_row(w) for w in evaluated]
    expected = [row for row in rows if (row["asset_key"], row["check_name"]) in planned]
    others = [row for row in rows if (row["asset_key"], row["check_name"]) not in planned]
    if expected:
        keys = ("asset_key", "check_name", "run_id")
        update = (
            AssetCheckExecutionsTable.update()
            .where(table.partition.is_(None), *(table[k] == bindparam(f"of_{k}") for k in keys))
            .values({name: bindparam(name) for name in expected[0] if name not in keys})
        )
        index.execute(
            update, [{(f"of_{k}" if k in keys else k): v for k, v in r.items()} for r in expected]
        )
    if others:
        index.execute(AssetCheckExecutionsTable.insert(), others)
