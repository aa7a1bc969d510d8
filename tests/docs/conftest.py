"""The demo, run once for all tests of this folder (all in one process of pytest's)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """(what `make demo` printed, its home)"""
    home = tmp_path_factory.mktemp("demo")
    run = subprocess.run(
        ["make", "demo"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "MAKEFLAGS"} | {"PMA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout, home
