"""What dbt wrote for a node once is run again as it stands, while nothing it was made from changed.

Belongs here: which nodes have the same SQL every night, keeping it, and the two of dbt's runners
that run it. Order, threads, results, skipped nodes and words stay dbt's. Rendering a node costs dbt
some fifty milliseconds, and a night has eight hundred nodes. Does not belong here: SQL of our own.

A table, a view or a data test is the same every night unless its macros ask the warehouse while
they are rendered; increments always do. The SQL is what dbt itself writes to `target/run`.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Statements:
    """SQL by unique id, and the ids of what has to be rendered every night."""

    sql: dict[str, str] = field(default_factory=dict)
    rendered: set[str] = field(default_factory=set)

    def __contains__(self, unique_id: str) -> bool:
        return unique_id in self.sql or unique_id in self.rendered


_known: dict[str, Statements] = {}
"""By version: the same for every home of this process."""

_ASKS = re.compile(r"\brun_query\s*\(|\badapter\.get_|\bload_cached_relation\s*\(")
ANY_DAY = "/* any day by"
"""A whole build may go through such a table in passes (macro `passes_over_days`)."""


def _asking_macros(manifest: dict[str, Any]) -> set[str]:
    """Our macros whose text asks the warehouse, and all of ours that call them."""
    project = manifest["metadata"]["project_name"]
    ours = {k: m for k, m in manifest["macros"].items() if m["package_name"] == project}
    asking = {key for key, macro in ours.items() if _ASKS.search(macro["macro_sql"])}
    found = asking
    while found:
        found = {k for k, m in ours.items() if found & set(m["depends_on"]["macros"])} - asking
        asking |= found
    return asking


def same_every_night(manifest: dict[str, Any]) -> set[str]:
    """Unique ids of the tables, views and data tests whose SQL no night changes."""
    asking = _asking_macros(manifest)
    return {
        key
        for key, node in manifest["nodes"].items()
        if node["config"]["materialized"] in {"table", "view", "test"}
        and not asking & set(node["depends_on"]["macros"])
        and not _ASKS.search(node["raw_code"])
        and not (node["config"].get("pre-hook") or node["config"].get("post-hook"))
    }


def _file(target: Path) -> Path:
    return target / "statements.json"


def recall(target: Path, version: str) -> Statements:
    """What was kept for this version of everything but the data; nothing, where the file is of
    another version or is damaged."""
    if version not in _known:
        try:
            kept = json.loads(_file(target).read_text())
        except (FileNotFoundError, ValueError):
            kept = {}
        same = kept.get("version") == version
        _known[version] = Statements(kept["sql"], set(kept["rendered"])) if same else Statements()
    return _known[version]


def keep(target: Path, version: str, manifest: dict[str, Any], nodes) -> None:
    """Keep what dbt has written for those of `nodes` that are the same every night."""
    known = recall(target, version)
    fixed = same_every_night(manifest)
    for node in nodes:
        sql = Path(node.build_path).read_text() if node.build_path else ANY_DAY
        if node.unique_id in fixed and ANY_DAY not in sql:
            known.sql[node.unique_id] = sql
        else:
            known.rendered.add(node.unique_id)
    kept = {"version": version, "sql": known.sql, "rendered": sorted(known.rendered)}
    temporary = _file(target).with_suffix(".tmp")
    temporary.write_text(json.dumps(kept))
    temporary.replace(_file(target))


def _runners(known: dict[str, str]) -> dict[Any, type]:
    """dbt's runners of models and tests, which run what is known as it stands."""
    from dbt.artifacts.schemas.results import RunStatus
    from dbt.artifacts.schemas.run import RunResult
    from dbt.node_types import NodeType
    from dbt.task.run import ModelRunner
    from dbt.task.test import TestResultData, TestRunner

    class Compiled:
        def compile(self, manifest):
            return self.node if self.node.unique_id in known else super().compile(manifest)

        def before_execute(self):
            """The line in dbt's log that a node begins: the one that it ended has its seconds."""
            if self.node.unique_id not in known:
                super().before_execute()

        def run_known(self):
            """Without the messages on each statement, which nobody hears (dbt_runner)."""
            sql, connections = known[self.node.unique_id], self.adapter.connections
            with connections.exception_handler(sql):
                return connections.get_thread_connection().handle.cursor().execute(sql)

    class ModelAgain(Compiled, ModelRunner):
        def execute(self, model, manifest):
            if model.unique_id not in known:
                return super().execute(model, manifest)
            self.run_known()
            relation = self.adapter.Relation.create_from(
                self.config, model, type=model.get_materialization()
            )
            self.adapter.cache_added(relation.incorporate(dbt_created=True))
            return RunResult(
                node=model,
                status=RunStatus.Success,
                timing=[],
                thread_id=threading.current_thread().name,
                execution_time=0,
                message="OK",
                adapter_response={},
                failures=None,
                batch_results=None,
            )

    class TestAgain(Compiled, TestRunner):
        def execute_data_test(self, data_test, manifest):
            if data_test.unique_id not in known:
                return super().execute_data_test(data_test, manifest)
            failures, should_warn, should_error = self.run_known().fetchone()
            return TestResultData(int(failures), bool(should_warn), bool(should_error), {})

    return {NodeType.Model: ModelAgain, NodeType.Test: TestAgain}


@contextmanager
def running_again(known: dict[str, str]) -> Iterator[None]:
    """For the block, builds of dbt run what is known without rendering it."""
    from dbt.task.build import BuildTask

    before = BuildTask.RUNNER_MAP
    BuildTask.RUNNER_MAP = before | _runners(known)
    try:
        yield
    finally:
        BuildTask.RUNNER_MAP = before
