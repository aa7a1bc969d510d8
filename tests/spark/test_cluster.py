"""A master and two workers as processes of their own; one dies in the middle; the cells are right.

Not part of the default tests: `make test-cluster`.
"""

import json
import os
import socket
import subprocess
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from dagster_project.lib import spark as second
from tests.spark import engines

pytestmark = pytest.mark.cluster
WAIT = 60


class Cluster:
    """A standalone cluster on 127.0.0.1; every process is a child of the test."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, self.status_port = _free_port(), _free_port()
        self.processes: dict[str, subprocess.Popen] = {}

    @property
    def master(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self) -> None:
        ports = ["--port", str(self.port), "--webui-port", str(self.status_port)]
        self._start("master", "master.Master", *ports)
        self._until(lambda: self._status() is not None, "the master answers")
        for name in ("worker1", "worker2"):
            size = ["--cores", "1", "--memory", "1g", "--webui-port", "0"]
            place = ["--work-dir", str(self.folder / name)]
            self._start(name, "worker.Worker", *size, *place, self.master)
        self._until(lambda: self.alive_workers() == 2, "two workers")

    def kill_worker(self, name: str) -> int:
        """SIGKILL to a worker and its executors; returns how many processes died."""
        worker = psutil.Process(self.processes[name].pid)
        family = [worker, *worker.children(recursive=True)]
        for process in family:
            process.kill()
        return len(family)

    def alive_workers(self) -> int:
        status = self._status()
        return status["aliveworkers"] if status else 0

    def wait_for_workers(self, count: int) -> None:
        self._until(lambda: self.alive_workers() == count, f"{count} workers")

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.kill()
            process.wait()

    def _start(self, name: str, kind: str, *arguments: str) -> None:
        import pyspark

        spark_home = Path(pyspark.__file__).parent
        command = [spark_home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}"]
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [*command, "--host", "127.0.0.1", *arguments],
                env=os.environ | {"SPARK_HOME": str(spark_home), "SPARK_LOCAL_IP": "127.0.0.1"},
                stdout=log,
                stderr=log,
            )

    def _status(self) -> dict | None:
        try:
            address = f"http://127.0.0.1:{self.status_port}/json/"
            with urllib.request.urlopen(address, timeout=2) as answer:
                return json.load(answer)
        except OSError:
            return None

    def _until(self, condition, what: str) -> None:
        deadline = time.monotonic() + WAIT
        while not condition():
            if time.monotonic() > deadline:
                logs = "\n".join(p.read_text()[-2000:] for p in self.folder.glob("*.log"))
                raise TimeoutError(f"waited {WAIT} s for: {what}\n{logs}")
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def _in_background(work):
    """Run `work` in a thread; leaving the block waits for it and raises what it raised."""
    raised = []

    def run():
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()
    if raised:
        raise raised[0]


def _tables_built(home: Path) -> int:
    return len(list((home / "lake" / "intermediate").glob("*/metadata/version-hint.text")))


def test_build_survives_a_killed_worker(cluster, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    engines.sample_night(home, 1)
    engines.land_night(home, 1, engines.AS_OF)
    engines.run_duckdb(home)
    monkeypatch.setenv("SPARK_MASTER", cluster.master)
    monkeypatch.setenv("PMA_SPARK_PARTITIONS", "2")
    monkeypatch.setenv("PMA_SPARK_EXECUTOR_MEMORY", "768m")
    with second.session(home) as spark:
        second.load_raw(home, spark)
        with _in_background(lambda: engines.run_spark(home)) as build:
            while _tables_built(home) < 5 and build.is_alive():
                time.sleep(0.1)
            assert build.is_alive()
            assert cluster.kill_worker("worker1") >= 2, "the worker and its executor"
            cluster.wait_for_workers(1)
            assert build.is_alive()
        relations = engines.published(home)
        second.export_marts(home, spark, relations, home / "spark.duckdb")
    warehouse = home / "warehouse" / "pma.duckdb"
    assert engines.differences(warehouse, home / "spark.duckdb", relations) == []
    assert cluster.alive_workers() == 1
