"""A broken delivery keeps the gate closed until it is mended, however many nights go by."""

from __future__ import annotations

from tests.landing.support import Home

TABLE = "generic.ad_performance"
FOLDER = "generic/ad_performance"
HEADER = "platform,account_id,campaign_id,date,currency,spend\n"


def rows(number: int, day: str = "2026-01-01", first: int = 0) -> str:
    return HEADER + "".join(f"g,a,c{first + i},{day},EUR,5\n" for i in range(number))


BROKEN = rows(20, "31/01/2026")


def broken_home(home: Home) -> Home:
    """Nights 1 and 2: all is well and published, then nothing of a file can be read."""
    home.put(f"{FOLDER}/1.csv", rows(20))
    home.land()
    assert home.is_readable(TABLE)
    home.publish()
    home.put(f"{FOLDER}/2.csv", BROKEN)
    home.land()
    assert not home.is_readable(TABLE)
    return home


def test_the_night_after_a_broken_delivery_is_closed_too(home):
    broken_home(home)
    for night in range(2):
        assert home.land().tables == ()
        assert not home.is_readable(TABLE), night


def test_a_first_night_that_failed_stays_failed(home):
    home.put(f"{FOLDER}/1.csv", BROKEN)
    for _ in range(2):
        home.land()
        assert home.arrivals(TABLE)["readable_share"] == 0


def test_a_large_good_night_does_not_outweigh_a_broken_one(home):
    broken_home(home).put(f"{FOLDER}/3.csv", rows(500, first=100))
    home.land()
    assert not home.is_readable(TABLE)


def test_a_file_mended_under_its_name_counts_once(home):
    broken_home(home).put(f"{FOLDER}/2.csv", rows(20, "2026-01-31"))
    home.land()
    assert home.arrivals(TABLE)["readable_share"] == 1
    home.put(f"{FOLDER}/2.csv", BROKEN)
    home.land()
    assert not home.is_readable(TABLE)


def test_a_file_taken_out_stops_counting_until_it_comes_back(home):
    (broken_home(home).path / "raw" / FOLDER / "2.csv").unlink()
    home.land()
    assert home.files()[f"{FOLDER}/2.csv"] == "gone"
    assert home.is_readable(TABLE)
    home.publish()
    assert home.land().tables == ()
    home.put(f"{FOLDER}/2.csv", BROKEN)
    home.land()
    assert not home.is_readable(TABLE)
    home.put(f"{FOLDER}/2.csv", rows(20, "2026-01-31"))
    home.land()
    assert home.is_readable(TABLE)


def test_one_bad_row_is_no_broken_delivery(home):
    home.put(f"{FOLDER}/1.csv", rows(20))
    home.land()
    home.publish()
    home.put(f"{FOLDER}/2.csv", rows(1, "31/01/2026"))
    home.land()
    assert home.quarantine() == [(2, "bad_date", "date")] and home.is_readable(TABLE)


def test_what_is_not_mounted_or_empty_mends_nothing(home):
    broken_home(home)
    raw = home.path / "raw"
    raw.rename(home.path / "elsewhere")
    home.land()
    (home.path / "elsewhere").rename(raw)
    assert not home.is_readable(TABLE)
    home.put(f"{FOLDER}/2.csv", "")
    home.land()
    assert not home.is_readable(TABLE)


def test_the_copy_of_a_broken_file_is_judged_when_that_is_gone(home):
    broken_home(home).put(f"{FOLDER}/2b.csv", BROKEN)
    home.land()
    (home.path / "raw" / FOLDER / "2.csv").unlink()
    home.land()
    assert not home.is_readable(TABLE)


def test_a_folder_taken_out_counts_like_its_files(home):
    home.put(f"{FOLDER}/1.csv", BROKEN)
    home.land()
    (home.path / "raw" / FOLDER / "1.csv").unlink()
    (home.path / "raw" / FOLDER).rmdir()
    home.land()
    assert home.files() == {f"{FOLDER}/1.csv": "gone"} and home.is_readable(TABLE)


def test_what_left_rows_or_was_published_is_not_gone(home):
    """Archived files are no repair: rows of them stand in raw, or readers saw the night."""
    home.put(f"{FOLDER}/half.csv", rows(20) + rows(20, "x").removeprefix(HEADER))
    home.land()
    (home.path / "raw" / FOLDER / "half.csv").unlink()
    home.land()
    assert home.files() == {f"{FOLDER}/half.csv": "landed"} and not home.is_readable(TABLE)
    home.put(f"{FOLDER}/all.csv", BROKEN)
    home.land()
    home.publish()
    (home.path / "raw" / FOLDER / "all.csv").unlink()
    home.land()
    assert home.files()[f"{FOLDER}/all.csv"] == "landed" and home.is_readable(TABLE)


def test_the_manifest_of_another_warehouse_excuses_nothing(home):
    home.put(f"{FOLDER}/1.csv", rows(20))
    home.land()
    home.land()
    home.publish()
    home.close()
    for file in (home.path / "warehouse").iterdir():
        file.unlink()
    (home.path / "published/snapshots/2/manifest.json").write_text(
        '{"load_id": 2, "build_id": "of another warehouse"}'
    )
    home.put(f"{FOLDER}/1.csv", BROKEN)
    home.land()
    home.land()
    assert not home.is_readable(TABLE)


def test_history_is_what_was_published(home):
    """Volume is that of a night, of however many; rows of the future are seen on each of them."""
    for night in range(8):
        home.put(f"{FOLDER}/{night}.csv", rows(20, first=100 * night))
        home.land()
        home.publish()
    home.put(f"{FOLDER}/late.csv", rows(20, "2026-02-20"))
    home.land()
    home.put(f"{FOLDER}/more.csv", rows(60, first=2000))
    home.land()
    told = home.arrivals(TABLE)
    assert (told["rows_in"], told["volume_ratio"], told["future_rows"]) == (80, 2, 20)


def test_a_mapped_table_counts_until_its_source_is_mended(home):
    home.configure("sources: {generic: {connections: [{name: emea, schema: emea_ads}]}}")
    home.build(
        "create schema emea_ads; create table emea_ads.ad_performance as select 'g' as platform, "
        "'a' as account_id, i as campaign_id, date '2026-01-01' as date, 'XXX' as currency, "
        "1 as spend from range(20) t(i)"
    )
    home.land()
    home.build("insert into emea_ads.ad_performance values ('g', 'a', 99, '2026-01-01', 'EUR', 1)")
    home.land()
    assert home.land().tables == ()
    assert not home.is_readable(TABLE) and len(home.quarantine()) == 20
    home.build("update emea_ads.ad_performance set currency = 'EUR'")
    home.land()
    assert home.is_readable(TABLE) and home.quarantine() == []
