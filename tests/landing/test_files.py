"""What happens to files: once, twice, under another name, changing, out of the drop zone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.lib import landing, readers
from dagster_project.lib.settings import SettingsError, load_settings
from dagster_project.lib.warehouse import ensure_hash_key, open_warehouse
from tests.landing.support import Home

HEADER = "platform,account_id,campaign_id,date,currency,spend,updated_at\n"
GOOD = "google,a1,c1,2026-01-01,USD,1.5,2026-01-02\n"
ADS = "generic/ad_performance"


def snapshot(home: Home) -> list:
    tables = ("raw_generic.ad_performance", "landing.files", "landing.quarantine",
              "landing.changed_partitions")  # fmt: skip
    return [home.query(f"select * from {table} order by all") for table in tables]


def test_the_same_night_twice_changes_nothing(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD + GOOD.replace("1.5", "x"))
    home.put(f"{ADS}/empty.csv", "")
    home.land()
    before = snapshot(home)
    report = home.land()
    assert snapshot(home) == before
    assert report.tables == () and report.errors == ()


def test_the_same_content_under_another_name_is_seen(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.land()
    home.put(f"{ADS}/b.csv", HEADER + GOOD)
    home.put(f"{ADS}/c.csv", HEADER + GOOD)
    report = home.land()
    assert list(home.files().values()) == ["landed", "seen", "seen"]
    assert report.tables[0].files == {"seen": 2}
    assert home.land().tables == ()


def test_a_touched_file_is_read_once_more_and_not_landed(home, monkeypatch):
    path = home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.land()
    os.utime(path, (1, 1))
    assert home.land().tables == ()
    monkeypatch.setattr(readers, "measure", lambda *_: pytest.fail("read again"))
    home.land()


def test_a_replaced_file_lands_again(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.land()
    home.put(f"{ADS}/a.csv", HEADER + GOOD.replace("1.5", "2.5").replace("01-02", "01-03"))
    home.land()
    assert [float(row[0]) for row in home.raw("generic.ad_performance", "spend")] == [2.5]


def test_an_overwritten_sheet_that_goes_back_counts_again(home):
    for name in ("Acme", "Apex", "Acme"):
        home.put("generic/accounts/sheet.csv", f"account_id,name\na1,{name}\n")
        home.land()
        assert home.raw("generic.accounts", "name") == [(name,)]
    assert home.land().tables == ()


def test_a_value_that_goes_back_under_a_new_name_counts_again(home):
    """A copy is `seen` only where nothing landed after it; what follows shows that it is late."""
    for day, name in enumerate(("Acme", "Apex", "Acme", "Acme")):
        home.put(f"generic/accounts/{day}.csv", f"account_id,name\na1,{name}\na2,Other\n")
        home.land()
        assert home.raw("generic.accounts", "name") == [(name,), ("Other",)]
    assert list(home.files().values()) == ["landed", "landed", "landed", "seen"]
    assert home.query("select rows_kept, rows_duplicate from landing.files where file_id = 3") == [
        (1, 1)
    ]
    assert home.land().tables == ()
    night = home.raw("generic.accounts")
    home.rebuild()
    assert home.raw("generic.accounts") == night
    assert list(home.files().values()) == ["landed", "landed", "landed", "seen"]


def test_a_value_goes_back_within_one_night_and_batch(home):
    for day, name in enumerate(("Acme", "Apex", "Acme")):
        home.put(f"generic/accounts/{day}.csv", f"account_id,name\na1,{name}\n")
    home.land()
    assert home.raw("generic.accounts", "name") == [("Acme",)]


def test_failures_do_not_stop_others_and_are_tried_again(home):
    home.put(f"{ADS}/a.csv", "nothing\n1\n")
    home.put(f"{ADS}/b.csv", HEADER + GOOD)
    home.put("generic/accounts/a.csv", "account_id\na1\n")
    report = home.land()
    assert len(report.errors) == 1 and "a.csv: missing required column" in report.errors[0]
    assert len(home.raw("generic.ad_performance")) == len(home.raw("generic.accounts")) == 1
    assert home.land().errors == report.errors
    home.put(f"{ADS}/a.csv", HEADER + GOOD.replace("c1", "c2"))
    assert home.land().errors == ()
    assert home.files()[f"{ADS}/a.csv"] == "landed"


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_night(home, monkeypatch):
    path = home.put(f"{ADS}/a.csv", HEADER + GOOD)
    read = readers.read_csv

    def read_and_grow(*args):
        note = read(*args)
        with path.open("a") as file:
            file.write(GOOD.replace("c1", "c2"))
        return note

    monkeypatch.setattr(readers, "read_csv", read_and_grow)
    report = home.land()
    assert "changed while it was read" in report.errors[0]
    assert home.raw("generic.ad_performance") == []
    monkeypatch.undo()
    assert home.land().errors == ()
    assert len(home.raw("generic.ad_performance")) == 2


def test_a_change_that_keeps_size_and_time_is_noticed(home, monkeypatch):
    path = home.put(f"{ADS}/a.csv", HEADER + GOOD)
    times = path.stat()
    read = readers.read_csv

    def read_and_swap(*args):
        note = read(*args)
        path.write_text(HEADER + GOOD.replace("1.5", "9.5"))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        return note

    monkeypatch.setattr(readers, "read_csv", read_and_swap)
    assert "changed while it was read" in home.land().errors[0]


def test_the_drop_zone_is_never_left(home, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "x.csv").write_text(HEADER + GOOD)
    home.put(f"{ADS}/good.csv", HEADER + GOOD.replace("c1", "c9"))
    (home.path / "raw" / ADS / "link.csv").symlink_to(outside / "x.csv")
    (home.path / "raw" / ADS / "up.csv").symlink_to("../../../secret.csv")
    (home.path / "raw/generic/accounts").symlink_to(outside)
    (home.path / "raw/hubspot").symlink_to(outside)
    report = home.land()
    assert len(report.errors) == 4
    assert all("symbolic link" in error for error in report.errors)
    assert [row[0] for row in home.raw("generic.ad_performance", "campaign_id")] == ["c9"]


def test_what_is_no_table_is_named(home):
    home.put("generic/ad_perfomance/a.csv", HEADER + GOOD)
    home.put("generic/loose.csv", HEADER + GOOD)
    home.put("nobody/ad_performance/a.csv", HEADER + GOOD)
    home.put(f"{ADS}/2026/a.csv", HEADER + GOOD)
    home.put(f"{ADS}/.hidden", "x")
    errors = "\n".join(home.land().errors)
    assert "generic/ad_perfomance: unknown_table" in errors
    assert "generic/loose.csv: stands outside a table folder" in errors
    assert "raw/nobody: no connection reads this folder" in errors
    assert "2026: is a folder inside a table folder" in errors
    assert len(home.land().errors) == 4
    assert set(home.files().values()) == {"failed"}


def test_reader_without_permission_is_a_failure_of_that_file(home, monkeypatch):
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.put(f"{ADS}/b.csv", HEADER + GOOD.replace("c1", "c2"))
    measure = readers.measure

    def refuse(path: Path, plain: Path):
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return measure(path, plain)

    monkeypatch.setattr(readers, "measure", refuse)
    assert home.land().errors == (f"generic.ad_performance: {ADS}/a.csv: Permission denied",)
    assert len(home.raw("generic.ad_performance")) == 1


def test_personal_data_stays_out_of_quarantine(home):
    contacts = "contact_id,email,created_at\n"
    home.put("generic/contacts/a.csv", contacts + "c1,ann@example.com,bad\nc2,bob@example.com\n")
    home.put("segment/users/a.csv", "id,email,name\nu1,ann@example.com,Ann Lee,x\n")
    home.put("segment/users/b.csv", "id,email,name,created_at\nu1,ann@example.com,Ann Lee,x\n")
    pages = "id,timestamp,context_ip,title\n"
    rows = "p1,bad,203.0.113.9,to ann@example.com\np2,203.0.113.9\n"
    home.put("segment/pages/a.csv", pages + rows)
    home.land()
    texts = home.query("select concat_ws(' ', value, raw_text) from landing.quarantine")
    assert len(texts) == 6
    for (text,) in texts:
        assert not any(secret in text for secret in ("@", "Ann", "ann", "bob", "203.0")), text


def test_parquet_types(home):
    path = home.path / "raw" / ADS / "a.parquet"
    path.parent.mkdir(parents=True)
    columns = {
        "platform": ["g", "g", "g", "g"],
        "account_id": pa.array([1, 2, 3, 4], pa.int64()),
        "campaign_id": pa.array([1.0, 2.0, 3.0, 4.0], pa.float64()),
        "date": pa.array([19000, 19001, 19002, 19003], pa.date32()).cast(pa.timestamp("us")),
        "currency": ["USD"] * 4,
        "spend": pa.array([0.1, float("nan"), -1.0, 2.0], pa.float64()),
        "clicks": pa.array([1.0, 2.0, 3.0, 4.5], pa.float64()),
        "updated_at": pa.array([0, 1, 2, 3], pa.timestamp("us", tz="Europe/Berlin")),
        "campaign_name": pa.array([{"a": 1}, None, None, None]),
    }
    pq.write_table(pa.table(columns), path)
    home.land()
    assert home.quarantine() == [
        (2, "not_finite", "spend"), (3, "below_minimum", "spend"), (4, "bad_number", "clicks"),
    ]  # fmt: skip
    columns = "account_id, campaign_id, cast(date as varchar), spend, clicks, campaign_name"
    rows = home.raw("generic.ad_performance", columns)
    assert [tuple(map(str, row)) for row in rows] == [
        ("1", "1", "2022-01-08", "0.100000", "1", '{"a":1}')
    ]


def test_parquet_floats_and_moments_of_a_zone(home):
    """Money of 32 bits keeps its cents; midnight in UTC is a day, whatever zone the reader has."""
    path = home.path / "raw" / ADS / "a.parquet"
    path.parent.mkdir(parents=True)
    days = pa.array([1641600000, 1641686400, 1641690000], pa.timestamp("s"))
    columns = {
        "platform": ["g"] * 3,
        "account_id": ["a"] * 3,
        "campaign_id": ["c1", "c2", "c3"],
        "date": days.cast(pa.timestamp("us", tz="UTC")),
        "currency": ["USD"] * 3,
        "spend": pa.array([33.33, 1234567.875, 1.0], pa.float32()),
    }
    pq.write_table(pa.table(columns), path)
    home.land()
    assert home.quarantine() == [(3, "bad_date", "date")]
    rows = home.raw("generic.ad_performance", "campaign_id, cast(date as varchar), spend")
    assert [tuple(map(str, row)) for row in rows] == [
        ("c1", "2022-01-08", "33.330000"), ("c2", "2022-01-09", "1234567.875000"),
    ]  # fmt: skip


def test_both_csv_readers_agree(home, monkeypatch):
    rows = "".join(
        f'google,a1,"c{i}, ""x""\n{i}",2026-01-{i % 28 + 1:02d},USD,{i}.5,\n' for i in range(500)
    )
    home.put(f"{ADS}/a.csv", HEADER + rows)
    home.land()
    strict = home.raw("generic.ad_performance", "campaign_id, spend, _line")
    careful = Home(home.path / "careful")
    careful.put(f"{ADS}/a.csv", HEADER + rows)
    monkeypatch.setattr(readers, "_read_strictly", lambda *_: False)
    careful.land()
    assert careful.raw("generic.ad_performance", "campaign_id, spend, _line") == strict
    assert len(strict) == 500 and max(row[2] for row in strict) == 1000


def test_good_files_take_the_fast_reader(home, monkeypatch):
    monkeypatch.setattr(readers, "_read_line_by_line", lambda *_: pytest.fail("slow reader"))
    home.put(f"{ADS}/a.csv", HEADER + GOOD + GOOD.replace("1.5", "x"))
    home.put(f"{ADS}/b.csv", (HEADER + GOOD.replace("c1", '"two\nlines"')).replace("\n", "\r\n"))
    home.put(f"{ADS}/c.csv", HEADER + GOOD.replace("c1", "c3") + "\n\n")
    home.land()
    assert set(home.files().values()) == {"landed"}


KILLED = """
import os, signal, sys
from pathlib import Path
from dagster_project.lib import landing, ledger, merge
from dagster_project.lib.settings import load_settings
landing.BATCH_FILES = 2
point, calls = sys.argv[2], [0]
module, name = point.split(".")
module = {"merge": merge, "ledger": ledger, "landing": landing}[module]
original = getattr(module, name)
def die(*args, **kwargs):
    calls[0] += 1
    if calls[0] == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*args, **kwargs)
setattr(module, name, die)
landing.land(load_settings(Path(sys.argv[1]), {"PMA_AS_OF": "2026-01-31T02:00:00"}), "killed")
"""


@pytest.mark.parametrize(
    ("point", "call"),
    [("merge._move", 1), ("merge._count", 2), ("ledger.write_files", 2), ("merge._quarantine", 3)],
)
def test_kill_9_leaves_whole_batches_and_the_next_night_finishes(home, point, call):
    for i in range(6):
        rows = GOOD.replace("c1", f"c{i}") + GOOD.replace("1.5", f"{i}") + "broken\n"
        home.put(f"{ADS}/{i}.csv", HEADER + rows)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(home.path), point, str(call)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    home.check_accounts()
    landed = home.query("select count(*) from landing.files")[0][0]
    assert landed < 6
    home.land()
    calm = Home(home.path / "calm")
    for path in (home.path / "raw" / ADS).iterdir():
        calm.put(f"{ADS}/{path.name}", path.read_bytes())
    calm.land()
    assert home.raw("generic.ad_performance") == calm.raw("generic.ad_performance")
    assert home.quarantine() == calm.quarantine()


def test_batches_do_not_change_the_outcome(tmp_path, monkeypatch):
    results = []
    for size in (1, 3, 500):
        monkeypatch.setattr(landing, "BATCH_FILES", size)
        home = Home(tmp_path / str(size))
        for i in range(8):
            home.put(f"{ADS}/{i}.csv", HEADER + GOOD.replace("1.5", str(i)).replace("01-02", ""))
        home.land()
        results.append(home.raw("generic.ad_performance"))
    assert results[0] == results[1] == results[2]


def test_many_small_files_are_quick(home):
    for i in range(60):
        home.put(f"{ADS}/{i}.csv", HEADER + GOOD.replace("c1", f"c{i}"))
    before = time.process_time()
    home.land()
    assert (time.process_time() - before) / 60 < 0.1


def test_warehouse_and_key_are_private(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.land()
    modes = [
        stat.S_IMODE((home.path / name).stat().st_mode)
        for name in ("warehouse", "warehouse/pma.duckdb", "hash_key")
    ]
    assert modes == [0o700, 0o600, 0o600]
    key = home.query("select hash_key from landing.hash_key")
    assert key == [((home.path / "hash_key").read_text(),)] and len(key[0][0]) == 64
    home.land()
    assert home.query("select hash_key from landing.hash_key") == key


def test_hash_key_from_the_environment_must_stay_the_same(home):
    home.land()
    home.close()
    con = open_warehouse(load_settings(home.path, {}))
    with con, pytest.raises(SettingsError, match="PMA_HASH_KEY"):
        ensure_hash_key(con, home.path, {"PMA_HASH_KEY": "other"})


def test_clock_has_one_row_and_shows_the_running_night(home):
    home.land()
    home.env["PMA_AS_OF"] = "2026-02-01T03:00:00+01:00"
    home.land()
    clock = home.query("select cast(as_of as varchar), load_id, build_id from landing.clock")
    assert clock == [("2026-02-01 02:00:00", 2, "test")]
    assert home.query("select count(*) from landing.loads") == [(2,)]


def test_a_column_that_the_contract_gained_is_added(home):
    home.land()
    home.close()
    with duckdb.connect(str(home.path / "warehouse/pma.duckdb")) as con:
        con.execute("alter table raw_generic.accounts drop column segment")
    home.put("generic/accounts/a.csv", "account_id,segment\na1,smb\n")
    home.land()
    assert home.raw("generic.accounts", "segment") == [("smb",)]
