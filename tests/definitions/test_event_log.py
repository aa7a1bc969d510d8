"""What a night writes of its events is what Dagster would write, one by one.

Belongs here: lib/event_log.py and the instance of a night. Which events a night has is decided by
the definitions.
"""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from dagster_project.lib.event_log import TogetherEventLog
from dagster_project.lib.instance import night_instance

MOMENT = re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
VOLATILE = {"timestamp", "pid", "duration_ms", "create_timestamp", "log_key", "file_key"}
SPECS = [
    dg.AssetSpec("bronze", code_version="1"),
    dg.AssetSpec("silver", deps=["bronze", "outside"], code_version="1"),
    dg.AssetSpec("gold", deps=["silver"], code_version="1"),
]
CHECKS = [dg.AssetCheckSpec("rows", asset="bronze"), dg.AssetCheckSpec("sums", asset="gold")]


@dg.asset(code_version="1")
def outside() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


@dg.multi_asset(specs=SPECS, check_specs=CHECKS, op_tags={"kind": "many"})
def many(context):
    for number, spec in enumerate(SPECS):
        context.log.info(f"{spec.key.to_user_string()} is made")
        yield dg.MaterializeResult(asset_key=spec.key, metadata={"rows": number})
    for check in CHECKS:
        yield dg.AssetCheckResult(
            passed=check.name == "rows",
            asset_key=check.asset_key,
            check_name=check.name,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"rows_failing": 1},
        )


@dg.multi_asset_check(
    specs=[dg.AssetCheckSpec("later", asset=key) for key in ("bronze", "silver", "gold", "outside")]
)
def later():
    for key in ("bronze", "silver", "gold", "outside"):
        yield dg.AssetCheckResult(passed=True, asset_key=key, check_name="later")


HALVES = [
    dg.AssetSpec("half", deps=["gold"], code_version="1"),
    dg.AssetSpec("other_half", code_version="1"),
]


@dg.multi_asset(specs=HALVES)
def breaks():
    yield dg.MaterializeResult(asset_key="half")
    raise dg.Failure("the second half is missing", allow_retries=False)


def _job() -> dg.JobDefinition:
    assets = [outside, many, breaks]
    defs = dg.Definitions(
        assets=assets,
        asset_checks=[later],
        jobs=[dg.define_asset_job("all", executor_def=dg.in_process_executor)],
    )
    return defs.resolve_job_def("all")


def _two_runs(instance: dg.DagsterInstance) -> list[str]:
    runs = [_job().execute_in_process(instance=instance, raise_on_error=False) for _ in range(2)]
    return [run.run_id for run in runs]


def _alike(value, runs: list[str]):
    """The value without what differs from run to run: ids of runs, moments, durations."""
    if isinstance(value, dict):
        return {key: _alike(item, runs) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        return [_alike(item, runs) for item in value]
    if isinstance(value, str):
        if value.startswith("{") and "__class__" in value:
            return _alike(json.loads(value), runs)
        for number, run in enumerate(runs):
            value = value.replace(run, f"run-{number}")
        value = re.sub(r"[\d.]+m?s\b", "<duration>", value)
        return "<moment>" if MOMENT.match(value) else value
    return value


def _tables(file: Path, runs: list[str]) -> dict[str, list]:
    with sqlite3.connect(file) as con:
        con.row_factory = sqlite3.Row
        names = ("event_logs", "asset_keys", "asset_event_tags", "asset_check_executions")
        return {
            name: [_alike(dict(row), runs) for row in con.execute(f"select * from {name}")]
            for name in names
        }


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Makes the folder of one instance and points Dagster at it."""

    def make(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
        monkeypatch.setenv("DAGSTER_HOME", str(folder))
        return folder / "history" / "runs"

    return make


def test_every_table_holds_what_dagster_writes_one_by_one(home):
    usual = home("usual")
    with dg.DagsterInstance.get() as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        usual_runs = _two_runs(instance)
    night = home("night")
    with night_instance() as instance:
        assert type(instance.event_log_storage) is TogetherEventLog
        night_runs = _two_runs(instance)
    index = _tables(night / "index.db", night_runs)
    assert [len(rows) for rows in index.values()] == [50, 6, 10, 12]
    assert index == _tables(usual / "index.db", usual_runs)
    for of_night, of_usual in zip(night_runs, usual_runs, strict=True):
        written = _tables(night / f"{of_night}.db", night_runs)
        assert written == _tables(usual / f"{of_usual}.db", usual_runs)
        assert {"STEP_OUTPUT", "STEP_FAILURE"} <= {
            row["dagster_event_type"] for row in written["event_logs"]
        }


def test_what_waits_is_written_before_anybody_asks(home):
    runs = home("asked")
    seen = []

    @dg.multi_asset(specs=SPECS)
    def asks(context):
        for spec in SPECS:
            yield dg.MaterializeResult(asset_key=spec.key)
            seen.append(context.instance.get_latest_materialization_event(spec.key).run_id)

    with night_instance() as instance:
        ended = dg.materialize([asks, outside], instance=instance)
        assert seen == [ended.run_id] * 3
        with sqlite3.connect(runs / "index.db", timeout=0) as other:
            other.execute("begin immediate")


def test_while_events_wait_nobody_else_takes_their_ids(home):
    runs = home("locked")
    refused = []

    @dg.multi_asset(specs=SPECS)
    def waits():
        for spec in SPECS:
            yield dg.MaterializeResult(asset_key=spec.key)
        with sqlite3.connect(runs / "index.db", timeout=0) as other:
            try:
                other.execute("begin immediate")
            except sqlite3.OperationalError as error:
                refused.append(str(error))

    with night_instance() as instance:
        assert dg.materialize([waits, outside], instance=instance).success
    assert refused == ["database is locked"]


def test_an_event_log_that_is_elsewhere_is_left_alone(home):
    folder = home("elsewhere").parents[1]
    (folder / "dagster.yaml").write_text(
        "telemetry:\n  enabled: false\n"
        "event_log_storage:\n"
        "  module: dagster._core.storage.event_log\n"
        "  class: ConsolidatedSqliteEventLogStorage\n"
        f"  config:\n    base_dir: {folder / 'elsewhere'}\n"
    )
    with night_instance() as instance:
        assert type(instance.event_log_storage).__name__ == "ConsolidatedSqliteEventLogStorage"
        assert dg.materialize([outside], instance=instance).success
