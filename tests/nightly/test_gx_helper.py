"""The helper of the nightly command answers as this process would, and its death costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib import gx_checks, gx_helper
from expectations._suite import Check, Suite

SUITES = [
    Suite(
        "main.counted",
        (
            Check("rows", "there are some", "ExpectTableRowCountToBeBetween", {"min_value": 1}),
            Check(
                "small", "n <= 5", "ExpectColumnValuesToBeBetween", {"column": "n", "max_value": 5}
            ),
        ),
    )
]


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "pma.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table counted as from range(10) as r(n)")
    return path


@pytest.fixture
def helper(monkeypatch):
    """A running helper: other tests of this process may have imported the library already."""
    monkeypatch.setattr(gx_helper, "_has_library", lambda: False)
    gx_helper.start()
    yield gx_helper._helper
    gx_helper.stop()


def test_the_helper_answers_as_this_process_does(helper, warehouse):
    asked = gx_helper.run("run_suites", warehouse, SUITES)
    assert helper.poll() is None, "the helper ended while it was asked"
    assert asked == gx_checks.run_suites(warehouse, SUITES)
    assert [o.passed for o in asked] == [True, False]


def test_a_dead_helper_is_replaced_by_this_process(helper, warehouse):
    helper.kill()
    helper.wait()
    assert [o.passed for o in gx_helper.run("run_suites", warehouse, SUITES)] == [True, False]


def test_the_helper_dies_with_its_night(tmp_path):
    text = (
        "import time; from dagster_project.lib import gx_helper as h; h.start();"
        "print(h._helper.pid, flush=True); time.sleep(60)"
    )
    night = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    pid = int(night.stdout.readline())
    os.kill(night.pid, signal.SIGKILL)
    night.wait()
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().split()[2]
        except FileNotFoundError:
            break
        if state == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail(f"process {pid} outlived the night that started it")


def test_other_functions_are_named_with_their_module(helper):
    assert gx_helper.run("os.path:basename", "a/b") == "b"
    assert helper.poll() is None


def test_what_fails_in_the_helper_fails_here(helper):
    with pytest.raises(ZeroDivisionError):
        gx_helper.run("operator:truediv", 1, 0)
