"""dbt inside this process: parse, build, and what became of every node.

Belongs here: calling dbt's own programmatic runner, so that a night is one process and nothing goes
on writing after it was killed. Does not belong here: Dagster (defs/transform.py), business rules.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from dagster_project.lib import dbt_again
from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.fingerprint import configuration, parse_fingerprint
from dagster_project.lib.setting_vars import default_vars

RAN = {"success", "pass", "warn", "fail"}
"""What dbt says of a node that it ran to its end, whatever came out."""


@dataclass(frozen=True)
class Parsed:
    """The project as dbt parsed it: manifest.json, and dbt's own form, from which it builds without
    reading a file of the project."""

    manifest: bytes
    packed: bytes


_parsed: dict[str, Parsed] = {}
"""By fingerprint: the same for every home of this process."""


class DbtFailed(RuntimeError):
    """dbt could not run at all (unreadable project, no connection); a failed node is a result."""


@dataclass(frozen=True)
class NodeResult:
    """What dbt did with one model, seed or test."""

    unique_id: str
    status: str
    seconds: float
    failures: int | None
    message: str

    @property
    def ok(self) -> bool:
        return self.status in {"success", "pass", "warn", "no-op"}  # exposures run nothing


@dataclass(frozen=True)
class BuildResult:
    """Everything one `dbt build` did, by unique id."""

    nodes: dict[str, NodeResult]
    seconds: float = 0.0
    warnings: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[NodeResult]:
        """Nodes that failed by themselves, not those skipped because of them."""
        return [n for n in self.nodes.values() if not n.ok and n.status != "skipped"]


def target_dir(settings) -> Path:
    """Where dbt writes; never inside the project."""
    return settings.home.resolve() / "dbt" / "target"


def manifest_path(settings) -> Path:
    """The manifest that the asset graph is made from."""
    return target_dir(settings) / "manifest.json"


def set_environment(settings) -> None:
    """Give dbt its paths, absolute and stable, and the fingerprint that `quality.builds` shows;
    switch every dependency's telemetry off."""
    home = settings.home.resolve()
    os.environ |= {
        "PMA_HOME": str(home),
        "DBT_TARGET_PATH": str(target_dir(settings)),
        "DBT_LOG_PATH": str(home / "dbt" / "logs"),
        "PMA_LAST_PUBLISHED": str(home / "warehouse" / "last_published.duckdb"),
        "PMA_CONFIGURATION": configuration(settings),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }


def vars_argument(overrides: dict[str, Any]) -> list[str]:
    """`--vars` with what differs from the defaults, always in one order; else nothing."""
    defaults = default_vars()
    different = {k: v for k, v in overrides.items() if k not in defaults or defaults[k] != v}
    return ["--vars", json.dumps(different, sort_keys=True)] if different else []


def import_beside() -> None:
    """Begin to import what a build needs, in a thread: landing waits for files and leaves time."""
    modules = ("dagster_project.lib.fits.plugin", "dbt.task.build")
    Thread(target=lambda: [import_module(module) for module in modules], daemon=True).start()


def _arguments(command: str, settings) -> list[str]:
    return [
        "--quiet",
        "--no-use-colors",
        "--log-level-file=info",
        command,
        f"--project-dir={DBT_DIR}",
        f"--profiles-dir={DBT_DIR}",
        *vars_argument(settings.vars),
    ]


def close_connections() -> None:
    """Let go of the warehouse: dbt-duckdb keeps its connection in a class variable."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        with contextlib.suppress(Exception):
            environment.close()
    DuckDBConnectionManager.close_all_connections()
    reset_adapters()
    gc.collect()


def _hear_no_debug() -> None:
    """Make no message of a debug event: nobody reads them (`_arguments`), a build has thousands,
    and passing them on is a tenth of what dbt itself costs."""
    from dbt_common.events.base_types import EventLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.event_manager_client import ctx_set_event_manager

    class Audible(EventManager):
        def fire_event(self, e, level=None, *more, **named) -> None:
            if (level or e.level_tag()) != EventLevel.DEBUG:
                super().fire_event(e, level, *more, **named)

    ctx_set_event_manager(Audible())


def _invoke(settings, arguments: list[str], manifest=None):
    from dbt.cli.main import dbtRunner

    set_environment(settings)
    _hear_no_debug()
    complaints: list[str] = []

    def listen(event) -> None:
        if event.info.level in {"warn", "error"}:
            complaints.append(event.info.msg)

    try:
        outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(arguments)
    finally:
        close_connections()
    if outcome.exception is not None:
        raise DbtFailed(f"dbt {arguments[3]} failed: {outcome.exception}") from outcome.exception
    return outcome, complaints


def _packed_path(settings) -> Path:
    return target_dir(settings) / "manifest.msgpack"


def ensure_manifest(settings, fingerprint: str | None = None) -> Path:
    """The manifest of the present project; parses only where a file or a variable changed. Who has
    its fingerprint gives it: making it reads every file."""
    path, packed = manifest_path(settings), _packed_path(settings)
    stamp = path.with_name("manifest.fingerprint")
    wanted = fingerprint or parse_fingerprint(settings)
    if path.exists() and packed.exists() and stamp.exists() and stamp.read_text() == wanted:
        return path
    stamp.unlink(missing_ok=True)
    if wanted in _parsed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_parsed[wanted].manifest)
    else:
        outcome, _ = _invoke(settings, _arguments("parse", settings))
        _parsed[wanted] = Parsed(path.read_bytes(), pack(outcome.result))
    packed.write_bytes(_parsed[wanted].packed)
    stamp.write_text(wanted)
    return path


def pack(manifest) -> bytes:
    """dbt's manifest object in the form in which dbt itself keeps it between runs."""
    from dbt.parser.manifest import extended_mashumaro_encoder

    return manifest.to_msgpack(extended_mashumaro_encoder)


def unpack(packed: bytes):
    """A manifest object of one's own: compiling leaves marks in it that a second build would take
    for its own. ValueError where it is damaged."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    return Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)


def _manifest_to_build(settings, fingerprint: str):
    """What dbt builds from, so that it need not see for itself that no file changed. None, so that
    it does, where what was kept is damaged."""
    ensure_manifest(settings, fingerprint)
    if fingerprint in _parsed:
        return unpack(_parsed[fingerprint].packed)
    try:
        return unpack(_packed_path(settings).read_bytes())
    except ValueError:
        _packed_path(settings).unlink()
        return None


def load_manifest(settings) -> dict[str, Any]:
    """The manifest as plain data."""
    return json.loads(ensure_manifest(settings).read_text())


def _on_duckdb() -> bool:
    return os.environ.get("PMA_ENGINE", "duckdb") == "duckdb"


def all_but_views() -> list[str]:
    """Selection for nights on which no model changed: views stand as they are, and are a quarter of
    all nodes. Cautious, so that a test is left out only if it looks at views alone. On Spark there
    are none."""
    views = ["--exclude", "config.materialized:view", "--indirect-selection=cautious"]
    return views if _on_duckdb() else []


def _engine(settings, full_refresh: bool):
    """What surrounds a build: nothing on DuckDB, carrying data to and fro on Spark."""
    if _on_duckdb():
        return contextlib.nullcontext()
    from dagster_project.lib import spark

    return spark.night(settings, spark.contracts(load_manifest(settings)), whole=full_refresh)


def generate_docs(settings, target: Path) -> None:
    """dbt's docs into `target`: static_index.html, and manifest and catalog with compiled SQL."""
    parsed = target_dir(settings) / "partial_parse.msgpack"
    if parsed.exists():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(parsed, target)
    arguments = _arguments("docs", settings)
    place = arguments.index("docs") + 1
    arguments[place:place] = ["generate", "--static", f"--target-path={target}"]
    outcome, complaints = _invoke(settings, arguments)
    if not outcome.success:
        raise DbtFailed("dbt docs were not made: " + "; ".join(complaints))


def _built(settings, arguments: list[str], full_refresh: bool):
    """`dbt build`; on DuckDB what dbt wrote before is not written again but for a full refresh."""
    fingerprint = parse_fingerprint(settings)
    manifest = _manifest_to_build(settings, fingerprint)
    if not _on_duckdb():
        return _invoke(settings, arguments, manifest)
    version = f"{fingerprint} {configuration(settings)}"
    known = dbt_again.recall(target_dir(settings), version)
    with dbt_again.running_again({} if full_refresh else known.sql):
        outcome, complaints = _invoke(settings, arguments, manifest)
    results = outcome.result.results if outcome.result else []
    written = [
        r.node
        for r in results
        if r.status in RAN and (full_refresh or r.node.unique_id not in known)
    ]
    if written:
        dbt_again.keep(target_dir(settings), version, load_manifest(settings), written)
    return outcome, complaints


def build(settings, *, full_refresh: bool = False, selection: list[str] | None = None):
    """Run models, seeds and data tests in order; a node that fails skips what needs it."""
    arguments = [
        *_arguments("build", settings),
        "--exclude-resource-type=unit_test",
        "--no-write-json",
        *(["--full-refresh"] if full_refresh else []),
        *(selection or []),
    ]
    with _engine(settings, full_refresh):
        outcome, complaints = _built(settings, arguments, full_refresh)
    if outcome.result is None:
        raise DbtFailed("dbt build gave no result: " + "; ".join(complaints))
    nodes = {
        r.node.unique_id: NodeResult(
            unique_id=r.node.unique_id,
            status=str(r.status),
            seconds=round(r.execution_time, 3),
            failures=r.failures,
            message=r.message or "",
        )
        for r in outcome.result.results
    }
    return BuildResult(nodes, round(outcome.result.elapsed_time, 2), complaints)
