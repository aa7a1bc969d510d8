"""Publishing as files: whole or not at all, one switch, nothing personal, back again.

Belongs here: lib/snapshots.py, lib/pii_scan.py and lib/receipt.py over small real DuckDB files.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import time
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib import pii_scan, receipt, snapshots
from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.marts import Mart
from dagster_project.lib.settings import load_settings
from tests.support.raw import new_warehouse

PUBLISHES = 20
MARTS = [
    Mart("core", "numbers", "Numbers.", "team:x", ("n",), {"n": "A number."}, True, "m.numbers"),
    Mart("insights", "words", "It's words.", None, (), {"word": ""}, True, "m.words"),
]
EXPECTED = {"dbt": {"a test"}, "marts": {"core.numbers: has_rows"}}
RELATIONS = [mart.relation for mart in MARTS]


@pytest.fixture
def settings(tmp_path):
    new_warehouse(tmp_path).close()
    return load_settings(tmp_path, env={})


def _fill(settings, version: int, word: str = "plain") -> None:
    """Two marts that both carry the version, in no particular order."""
    con = duckdb.connect(str(settings.warehouse_path))
    con.execute("create schema if not exists core")
    con.execute("create schema if not exists insights")
    con.execute(
        "create or replace table core.numbers as "
        f"select range as n, {version} as version from range(1000) order by hash(range + {version})"
    )
    con.execute(
        "create or replace table insights.words as "
        f"select {version} as version, '{word}' as word from range(100)"
    )
    con.close()


def _build(settings) -> dict:
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as con:
        return receipt.current_build(con)


def _publish(settings, version: int, word: str = "plain") -> Path:
    _fill(settings, version, word)
    return snapshots.publish(settings, MARTS, _build(settings), f"run-{version}")


def _version(settings) -> int:
    path = settings.published_dir / "current" / snapshots.MARTS_FILE
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("select max(version) from core.numbers").fetchone()[0]


# --- files ---------------------------------------------------------------------------------------


def test_a_snapshot_is_whole(settings):
    snapshot = _publish(settings, 1)
    manifest = snapshots.read_manifest(snapshot)
    for relation, told in manifest["tables"].items():
        schema, name = relation.split(".")
        content = (snapshot / "parquet" / schema / f"{name}.parquet").read_bytes()
        assert told["bytes"] == len(content)
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["run_id"] == "run-1"
    assert manifest["as_of"] == "2026-01-31 02:00:00"


def test_readers_of_version_one_can_open_it(settings):
    snapshot = _publish(settings, 1)
    with duckdb.connect() as con:
        con.execute(f"attach '{snapshot / snapshots.MARTS_FILE}' as p (read_only)")
        tags = con.execute("select tags from duckdb_databases() where database_name = 'p'")
        assert "v1.0.0" in str(tags.fetchone()[0])


def test_descriptions_travel_with_the_file(settings):
    path = _publish(settings, 1) / snapshots.MARTS_FILE
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute("select table_name, comment from duckdb_tables() order by 1")
        assert tables.fetchall() == [("numbers", "Shared: Numbers."), ("words", "It's words.")]


def test_the_same_content_gives_the_same_bytes(settings):
    first = snapshots.read_manifest(_publish(settings, 1))["tables"]
    con = duckdb.connect(str(settings.warehouse_path))
    con.execute("create or replace table core.numbers as from core.numbers order by n % 7, n")
    con.close()
    again = snapshots.publish(settings, MARTS, _build(settings), "again")
    assert snapshots.read_manifest(again)["tables"] == first


def test_leftovers_of_killed_publishes_go(settings):
    leftover = snapshots.snapshots_dir(settings) / ".unfinished-20200101T000000Z-dead"
    leftover.mkdir(parents=True)
    (leftover / snapshots.MARTS_FILE).write_bytes(b"half")
    _publish(settings, 1)
    assert not leftover.exists()


def test_old_snapshots_go_but_never_the_current_or_a_young_one(settings):
    published = [_publish(settings, version) for version in range(10)]
    assert len(snapshots.list_snapshots(settings)) == 10
    two_days_ago = time.time() - 2 * 86_400
    for snapshot in published[:-2]:
        os.utime(snapshot / "manifest.json", (two_days_ago, two_days_ago))
    snapshots.switch(settings, published[0])
    snapshots.prune(settings)
    left = snapshots.list_snapshots(settings)
    assert left == [published[0], *published[-settings.keep_snapshots :]]


# --- rollback ------------------------------------------------------------------------------------


def test_rollback_goes_one_back_and_says_when_it_cannot(settings):
    _publish(settings, 1)
    with pytest.raises(snapshots.NothingToRollBackTo):
        snapshots.rollback(settings)
    newest = _publish(settings, 2)
    snapshots.rollback(settings)
    assert _version(settings) == 1
    snapshots.rollback(settings, newest.name)
    assert _version(settings) == 2


def test_dbt_reads_what_readers_read(settings):
    link = snapshots.link_last_published(settings)
    with duckdb.connect(str(link), read_only=True) as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchone()[0] == 0
    for version in (1, 2):
        _publish(settings, version)
        snapshots.link_last_published(settings)
        assert link.resolve().parent == snapshots.current_snapshot(settings)


# --- personal data -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["ann@example.com", "x%40y.org?", "mailto:Bo.B+z@sub.example.co"])
def test_an_address_stops_publishing_and_is_not_repeated(settings, word):
    _publish(settings, 1)
    with pytest.raises(
        pii_scan.PersonalDataFound, match=r"insights\.words\.word: 100 rows"
    ) as found:
        _publish(settings, 2, word)
    assert word not in str(found.value)
    assert _version(settings) == 1
    assert not list(snapshots.snapshots_dir(settings).glob(".unfinished-*"))


@pytest.mark.parametrize("word", ["@handle", "a@b", "50% @ home", "x%40y"])
def test_what_only_resembles_an_address_passes(settings, word):
    _publish(settings, 1, word)


def test_the_scan_and_dbt_use_one_pattern():
    macros = (DBT_DIR / "macros" / "formulas.sql").read_text()
    assert pii_scan.EMAIL_PATTERN in macros


# --- receipt -------------------------------------------------------------------------------------


def _audit(settings, *, dbt: bool = True, marts: bool = True) -> None:
    build = _build(settings)["build_id"]
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as con:
        content = receipt.content_fingerprint(con, RELATIONS)
    record = receipt.record
    record(settings, build, "dbt", [receipt.Verdict("a test", dbt, True, "3 rows")], content)
    verdict = receipt.Verdict("core.numbers: has_rows", marts, True)
    record(settings, build, "marts", [verdict], content)


def _with_warehouse(settings, function):
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as con:
        return function(settings, con, EXPECTED, RELATIONS)


def _receipt_path(settings) -> Path:
    return settings.warehouse_path.parent / "audit" / "test-build" / "receipt.json"


def test_a_passed_audit_gives_a_receipt_that_is_accepted(settings):
    _fill(settings, 1)
    _audit(settings)
    written = _with_warehouse(settings, receipt.write_receipt)
    assert _with_warehouse(settings, receipt.demand_receipt) == written
    assert written["build_id"] == "test-build"


def test_a_failed_check_gives_no_receipt(settings):
    _fill(settings, 1)
    _audit(settings, dbt=False)
    with pytest.raises(receipt.ReceiptRefused, match=r"failed: a test \(3 rows\)"):
        _with_warehouse(settings, receipt.write_receipt)
    with pytest.raises(receipt.ReceiptRefused, match="has no receipt"):
        _with_warehouse(settings, receipt.demand_receipt)


def test_a_check_that_never_ran_gives_no_receipt(settings):
    _fill(settings, 1)
    build = _build(settings)["build_id"]
    receipt.record(settings, build, "dbt", [], {})
    receipt.record(settings, build, "marts", [], {})
    with pytest.raises(receipt.ReceiptRefused, match="not run"):
        _with_warehouse(settings, receipt.write_receipt)


def test_marts_changed_after_their_checks_give_no_receipt(settings):
    _fill(settings, 1)
    _audit(settings)
    _fill(settings, 2)
    with pytest.raises(
        receipt.ReceiptRefused, match=r"changed since the dbt checks.*core\.numbers"
    ):
        _with_warehouse(settings, receipt.write_receipt)


def test_a_failed_check_stays_failed_when_another_part_runs_again(settings):
    _fill(settings, 1)
    _audit(settings, marts=False)
    build = _build(settings)["build_id"]
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as con:
        content = receipt.content_fingerprint(con, RELATIONS)
    receipt.record(settings, build, "marts", [receipt.Verdict("another", True, True)], content)
    with pytest.raises(receipt.ReceiptRefused, match="has_rows"):
        _with_warehouse(settings, receipt.write_receipt)


TAMPERED = {
    "another build": (lambda r: r | {"build_id": "other"}, "belongs to another build"),
    "a check gone": (lambda r: r | {"checks": {"dbt: a test": True}}, "not run"),
    "a failed check": (lambda r: r | {"checks": dict.fromkeys(r["checks"], False)}, "not run"),
    "other content": (lambda r: r | {"content": {}}, "not those that were audited"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_receipt_that_was_meddled_with_is_refused(settings, how):
    _fill(settings, 1)
    _audit(settings)
    _with_warehouse(settings, receipt.write_receipt)
    change, words = TAMPERED[how]
    path = _receipt_path(settings)
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    with pytest.raises(receipt.ReceiptRefused, match=words):
        _with_warehouse(settings, receipt.demand_receipt)


def test_one_cell_changed_after_the_audit_is_refused(settings):
    _fill(settings, 1)
    _audit(settings)
    _with_warehouse(settings, receipt.write_receipt)
    con = duckdb.connect(str(settings.warehouse_path))
    con.execute("update core.numbers set version = 2 where n = 17")
    con.close()
    with pytest.raises(receipt.ReceiptRefused, match=r"not those that were audited: core\.numbers"):
        _with_warehouse(settings, receipt.demand_receipt)


# --- readers -------------------------------------------------------------------------------------


def _read_for_ever(current: str, stop, results) -> None:
    """Open, read both tables and the manifest through `current`, close; report every oddity."""
    reads, oddities = 0, []
    while not stop.is_set():
        try:
            folder = os.path.realpath(current)
            run = json.loads(Path(folder, "manifest.json").read_text())["run_id"]
            with duckdb.connect(f"{folder}/{snapshots.MARTS_FILE}", read_only=True) as con:
                seen = con.execute(
                    "select min(version), max(version), count(*) from (select version from "
                    "core.numbers union all select version from insights.words)"
                ).fetchone()
            with duckdb.connect() as con:
                parquet = f"{folder}/parquet/core/numbers.parquet"
                rows = con.execute(f"select min(version), count(*) from '{parquet}'").fetchone()
            if seen[0] != seen[1] or seen[2] != 1100 or rows != (seen[0], 1000):
                oddities.append(f"mixed: {seen} {rows}")
            if run != f"run-{seen[0]}":
                oddities.append(f"manifest of {run}, tables of {seen[0]}")
            reads += 1
        except Exception as error:
            oddities.append(repr(error))
    results.put((reads, oddities))


def test_readers_never_see_an_error_or_two_versions(settings):
    _publish(settings, 0)
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    current = str(settings.published_dir / "current")
    readers = [
        context.Process(target=_read_for_ever, args=(current, stop, results)) for _ in range(2)
    ]
    for reader in readers:
        reader.start()
    time.sleep(1)
    for version in range(1, PUBLISHES + 1):
        _publish(settings, version)
    stop.set()
    told = [results.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(10)
    assert [oddities for _, oddities in told] == [[], []]
    assert all(reads > 0 for reads, _ in told)
    assert _version(settings) == PUBLISHES
