"""Whole nights for tests: each in a process of its own, forked from one that is warm.

Belongs here: starting, killing and awaiting nights, and copying homes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb

NIGHTLY = "dagster_project.nightly:main"
ROOT = Path(__file__).parents[2]
AS_OF = "2025-11-03T02:00:00"
DAY_BEFORE = "2025-11-02T02:00:00"


@dataclass(frozen=True)
class Ended:
    """A night that is over."""

    code: int
    output: str


class Running:
    """A night on its way."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.pid: int | None = None
        self._code: int | None = None
        self.started, self._ended = threading.Event(), threading.Event()

    def tell(self, answer: dict) -> None:
        """What the zygote says of this night."""
        if "pid" in answer:
            self.pid = answer["pid"]
            self.started.set()
        else:
            self._code = answer["exit"]
            self._ended.set()

    def kill(self) -> None:
        """`kill -9`, if it still runs."""
        self.started.wait()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = 600) -> Ended:
        """The end of it; `code` is negative for a signal."""
        assert self._ended.wait(timeout), f"the night did not end: {self.log.read_text()[-2000:]}"
        return Ended(self._code, self.log.read_text())

    @property
    def over(self) -> bool:
        return self._ended.is_set()


class Nights:
    """Client of the zygote."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self.home = folder / "zygote"
        self.home.mkdir(exist_ok=True)
        self._running: list[Running] = []
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.zygote", str(self.home), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "zygote.log").open("w"),
            text=True,
            cwd=ROOT,
            env=clean_environment(),
        )
        first = self._process.stdout.readline()
        assert first, (folder / "zygote.log").read_text()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            answer = json.loads(line)
            self._running[answer.pop("number")].tell(answer)

    def start(
        self, home: Path, *arguments: str, as_of: str = AS_OF, call: str = NIGHTLY, **env: str
    ) -> Running:
        """Begin a night of `home`, or what `call` names, and return at once."""
        with self._lock:
            number = len(self._running)
            running = Running(self._folder / f"night-{number}.log")
            self._running.append(running)
            request = {
                "number": number,
                "log": str(running.log),
                "call": call,
                "arguments": list(arguments),
                "env": {"PMA_HOME": str(home), "PMA_AS_OF": as_of, **env},
            }
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return running

    def run(self, home: Path, *arguments: str, **options: str) -> Ended:
        """One night, to its end; options as for `start`."""
        return self.start(home, *arguments, **options).wait()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)


def clean_environment() -> dict[str, str]:
    """The environment without settings of a deployment."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PMA_", "DAGSTER_", "DBT_"))}


def materialize_alone(keys: list[str]) -> int:
    """What the UI does with a few selected assets: a run of its own. For `start(call=...)`."""
    import dagster as dg

    from dagster_project.definitions import build_definitions
    from dagster_project.lib.instance import prepare_instance
    from dagster_project.lib.settings import load_settings
    from dagster_project.nightly import failures_of

    settings = load_settings()
    prepare_instance(settings)
    job = build_definitions(settings).resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey(key.split("/")) for key in keys],
            raise_on_error=False,
        )
    print("\n".join(failures_of(result)))
    return 0 if result.success else 1


def copy_home(source: Path, target: Path) -> Path:
    """A home of its own with the same files; links stay links."""
    shutil.copytree(source, target, symlinks=True)
    return target


def cells(home: Path, skipped: dict[str, set[str]] | None = None) -> dict[str, str]:
    """Published tables as checksums over all cells, `{relation: ...}`.

    `skipped`: columns to leave out per relation; `*` leaves out the relation.
    """
    skipped = skipped or {}
    con = duckdb.connect(str(home / "published" / "current" / "pma_marts.duckdb"), read_only=True)
    try:
        found = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where not internal"
        ).fetchall()
        sums = {}
        for (relation,) in sorted(found):
            out = skipped.get(relation, set())
            if "*" in out:
                continue
            names = [r[0] for r in con.execute(f"describe {relation}").fetchall()]
            row = ", ".join(f'"{name}"' for name in names if name not in out)
            sums[relation] = con.execute(
                f"select count(*) || ' ' || coalesce(sum(hash(row({row}))), 0) from {relation}"
            ).fetchone()[0]
        return sums
    finally:
        con.close()
