"""Which version of a key stands in raw, and that every other row is accounted for.

`Home.land` closes the accounts of every table after every night.
"""

from __future__ import annotations

import random

from tests.landing.support import Home

HEADER = "platform,account_id,campaign_id,date,currency,spend,updated_at\n"
EVENTS = "event_id,occurred_at,event,user_agent\n"


def ad(campaign: str, day: int, spend: str, updated: str = "") -> str:
    return f"google,a1,{campaign},2026-01-{day:02d},USD,{spend},{updated}\n"


def put(home: Home, name: str, *rows: str) -> None:
    home.put(f"generic/ad_performance/{name}", HEADER + "".join(rows))


def spends(home: Home) -> list[float]:
    return [float(row[0]) for row in home.raw("generic.ad_performance", "spend")]


def counts(home: Home, path: str) -> tuple:
    """(in, kept, duplicate, superseded, quarantined) of one file."""
    return home.query(
        "select rows_in, rows_kept, rows_duplicate, rows_superseded, rows_quarantined "
        f"from landing.files where path like '%{path}' and status = 'landed'"
    )[0]


def test_newest_cursor_wins_whatever_the_order_of_arrival(home):
    put(home, "b.csv", ad("c1", 1, "2", "2026-01-05"))
    home.land()
    put(home, "a.csv", ad("c1", 1, "1", "2026-01-03"))
    put(home, "c.csv", ad("c1", 1, "3", ""))
    home.land()
    assert spends(home) == [2.0]
    assert counts(home, "a.csv") == (1, 0, 0, 1, 0)
    assert counts(home, "c.csv") == (1, 0, 0, 1, 0)
    put(home, "d.csv", ad("c1", 1, "4", "2026-01-06"))
    home.land()
    assert spends(home) == [4.0]
    assert counts(home, "b.csv") == (1, 0, 0, 1, 0)


def test_without_cursor_the_latest_landed_wins(home):
    """Within one file nothing says which is the later version: that is a conflict, and shown."""
    put(home, "b.csv", ad("c1", 1, "1"), ad("c1", 1, "2"))
    home.land()
    assert spends(home) == [2.0]
    put(home, "a.csv", ad("c1", 1, "1"))
    home.land()
    assert spends(home) == [1.0]
    assert counts(home, "b.csv") == (2, 0, 0, 1, 1)


def test_within_a_night_the_last_path_is_the_latest(home):
    put(home, "b.csv", ad("c1", 1, "2"))
    put(home, "a.csv", ad("c1", 1, "1"))
    home.land()
    assert spends(home) == [2.0]


def test_identical_rows_are_duplicates_and_change_nothing(home):
    put(home, "a.csv", ad("c1", 1, "1", "2026-01-03"), ad("c1", 1, "1.0", "2026-01-03"))
    home.land()
    put(home, "b.csv", ad("c1", 1, "1.00", "2026-01-03"), ad("c2", 2, "1"))
    home.land()
    assert counts(home, "a.csv") == (2, 1, 1, 0, 0)
    assert counts(home, "b.csv") == (2, 1, 1, 0, 0)
    assert home.changed_days(2) == ["2026-01-02"]


def test_equal_cursor_with_other_content_is_a_conflict_with_one_winner(tmp_path):
    winners = []
    for order in (("1", "2"), ("2", "1")):
        home = Home(tmp_path / "-".join(order))
        for name, spend in zip("ab", order, strict=True):
            put(home, f"{name}.csv", ad("c1", 1, spend, "2026-01-03"))
            home.land()
        together = Home(tmp_path / ("x" + "-".join(order)))
        put(together, "a.csv", *(ad("c1", 1, spend, "2026-01-03") for spend in order))
        together.land()
        assert [row[1] for row in home.quarantine()] == ["key_conflict"]
        assert [row[1] for row in together.quarantine()] == ["key_conflict"]
        winners += [spends(home), spends(together)]
    assert winners == [winners[0]] * 4


def test_conflict_names_the_row_that_lost(home):
    put(home, "a.csv", ad("c0", 1, "9"), ad("c1", 1, "1", "2026-01-03"))
    home.land()
    for spend in range(2, 12):
        put(home, f"b{spend:02d}.csv", ad("c1", 1, str(spend), "2026-01-03"))
    home.land()
    lost = home.query("select file_path, line, rule, raw_text from landing.quarantine")
    assert len(lost) == 10
    kept = home.raw("generic.ad_performance", "spend")[-1][0]
    assert all(f'"spend":"{kept}"' not in row[3] for row in lost)
    assert {row[2] for row in lost} == {"key_conflict"}


def test_null_parts_of_a_key_are_equal(home):
    header = HEADER.replace("updated_at", "ad_id")
    home.put("generic/ad_performance/a.csv", header + ad("c1", 1, "1", "") + ad("c1", 1, "2", ""))
    home.put("generic/ad_performance/b.csv", header + ad("c1", 1, "3", "n"))
    home.land()
    assert spends(home) == [3.0, 2.0]


def test_changed_days_cover_the_new_and_the_replaced_version(home):
    home.put("generic/events/a.csv", EVENTS + "e1,2026-01-03T10:00:00Z,x,\n")
    home.land()
    home.put("generic/events/b.csv", EVENTS + "e1,2026-01-01T10:00:00Z,x,\n")
    home.put("generic/accounts/a.csv", "account_id,name\na1,Acme\n")
    home.land()
    days = home.query(
        "select table_name, cast(partition_day as varchar) from landing.changed_partitions "
        "where load_id = 2 order by all"
    )
    assert days == [("accounts", None), ("events", "2026-01-01"), ("events", "2026-01-03")]
    home.land()
    assert home.changed_days(3) == []


def test_any_order_of_arrival_gives_the_same_raw_rows(tmp_path):
    rng = random.Random(7)
    rows = [
        ad(f"c{rng.randrange(12)}", rng.randrange(1, 4), str(rng.randrange(4)),
           f"2026-01-{rng.randrange(1, 6):02d}")
        for _ in range(240)
    ]  # fmt: skip
    results = []
    for attempt in range(4):
        home = Home(tmp_path / str(attempt))
        rng.shuffle(rows)
        nights = rng.randrange(1, 4)
        for night in range(nights):
            part = rows[night::nights]
            for i in range(4):
                put(home, f"{rng.randrange(10**6)}.csv", *part[i::4])
            home.land()
        results.append(home.raw("generic.ad_performance"))
    assert len(results[0]) == 36
    assert all(result == results[0] for result in results)


def test_key_hash_is_not_negative_and_depends_on_the_connection(home):
    home.configure(
        "sources: {generic: {connections: [{name: one, files: f1}, {name: two, files: f2}]}}"
    )
    content = HEADER + ad("c1", 1, "1")
    home.put("f1/ad_performance/a.csv", content)
    home.put("f2/ad_performance/a.csv", content)
    report = home.land()
    rows = home.query(
        "select _source_relation, _key_hash from raw_generic.ad_performance order by all"
    )
    assert [row[0] for row in rows] == ["one", "two"]
    assert rows[0][1] != rows[1][1] and min(row[1] for row in rows) >= 0
    assert report.total("rows_kept") == 2
