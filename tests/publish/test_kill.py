"""`kill -9` at any moment of a night: what readers see stays whole, and a rerun heals everything.

Belongs here: nights killed at random moments. dbt's data tests are left out of these nights, they
change no cell; the audit has tests of its own.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from tests.nightly.test_nights import OF_THE_BUILD
from tests.support.nights import DAY_BEFORE, Nights, cells, copy_home
from tests.support.zygote import NO_DATA_TESTS

pytestmark = pytest.mark.xdist_group("kills")

KILLS = int(os.environ.get("PMA_KILLS", "20"))
CHAINS = 2
"""Kills in one chain hit one home, one rerun after the other; each chain ends undisturbed."""


@pytest.fixture(scope="module")
def killable(tmp_path_factory):
    client = Nights(tmp_path_factory.mktemp("killable"), NO_DATA_TESTS)
    yield client
    client.close()


@pytest.fixture(scope="module")
def before(killable, company, tmp_path_factory) -> Path:
    """A home after its first night, with the second night's files waiting."""
    home = tmp_path_factory.mktemp("before") / "home"
    shutil.copytree(company[0], home / "raw")
    ended = killable.run(home, as_of=DAY_BEFORE)
    assert ended.code == 0, ended.output
    shutil.copytree(company[1], home / "raw", dirs_exist_ok=True)
    return home


@pytest.fixture(scope="module")
def undisturbed(killable, before, tmp_path_factory) -> tuple[dict[str, str], float]:
    """Cells after the second night, and how long it took."""
    home = copy_home(before, tmp_path_factory.mktemp("undisturbed") / "home")
    started = time.monotonic()
    ended = killable.run(home)
    assert ended.code == 0, ended.output
    return cells(home, OF_THE_BUILD), time.monotonic() - started


def _assert_whole(home: Path) -> None:
    """Manifest, database and parquet of what readers see agree in every row count."""
    current = (home / "published" / "current").resolve(strict=True)
    manifest = json.loads((current / "manifest.json").read_text())
    with duckdb.connect(str(current / "pma_marts.duckdb"), read_only=True) as con:
        for relation, told in manifest["tables"].items():
            schema, table = relation.split(".")
            parquet = current / "parquet" / schema / f"{table}.parquet"
            assert parquet.stat().st_size == told["bytes"]
            assert con.execute(f"select count(*) from {relation}").fetchone()[0] == told["rows"]


def _chain(nights: Nights, home: Path, seed: int, seconds: float) -> None:
    """Kill nights of one home at random moments, then let one through."""
    moments = random.Random(seed)
    kills = 0
    while kills < KILLS / CHAINS:
        night = nights.start(home)
        night.started.wait()
        moment = moments.uniform(0, seconds)
        waited = time.monotonic() + moment
        while time.monotonic() < waited and not night.over:
            time.sleep(0.01)
        night.kill()
        kills += night.wait().code < 0
        _assert_whole(home)
    last = nights.run(home)
    assert last.code == 0, last.output


def test_nights_killed_at_random_moments_leave_no_trace(killable, before, undisturbed, tmp_path):
    expected, seconds = undisturbed
    homes = [copy_home(before, tmp_path / f"home-{number}") for number in range(CHAINS)]
    with ThreadPoolExecutor(CHAINS) as pool:
        list(pool.map(lambda n: _chain(killable, homes[n], n, seconds * 1.3), range(CHAINS)))
    for home in homes:
        assert cells(home, OF_THE_BUILD) == expected
        leftovers = list((home / "published" / "snapshots").glob(".unfinished-*"))
        assert leftovers == []
