"""The golden cases of attribution on credits that dbt built, and figures published by others."""

from __future__ import annotations

import csv
import gzip
import os
import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.dbt_attribution.journeys import AS_OF, Journeys, rows

PATHS = os.environ.get("PMA_PATHS_DATA")
"""Folder with PathData.csv.gz of the R package ChannelAttribution (GPL-3, so not kept here)."""
PLAYBOOK = os.environ.get("PMA_PLAYBOOK_DATA")
"""Folder with the seeds of dbt Labs' attribution playbook (no licence, so not kept here)."""
DAYS = 360
NOON = datetime(2025, 2, 1, 12)


def company() -> Journeys:
    journeys = Journeys()
    for day in range(DAYS):
        at = NOON + timedelta(days=day)
        journeys.touch(f"a{day}", at, "Paid Search", campaign_key="A", account_id=f"acc{day % 7}")
        journeys.convert(f"a{day}", at + timedelta(hours=1), 300, account_id=f"acc{day % 7}")
        journeys.touch(f"b{day}", at, "Paid Social", campaign_key="B")
    for person, value, touches in (
        ("none", "5", 0),
        ("one", "7", 1),
        ("two", "0.03", 2),
        ("three", "0.01", 3),
        ("zero", "0", 3),
    ):
        for channel in ("Email", "Direct", "Paid Social")[:touches]:
            journeys.touch(person, NOON, channel)
        journeys.convert(person, NOON, value)
    return journeys


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return company().build(tmp_path_factory.mktemp("attribution"), attribution_window_days=30)


def test_spend_without_conversions_keeps_its_row(built):
    """Golden case 1: A spends 100 a day and earns 300; B spends 50 and earns nothing."""
    spend = "(values ('A', 100), ('B', 50)) as daily (campaign_key, spend)"
    days = f"touch_day > date '{(NOON + timedelta(days=DAYS - 31)).date()}'"
    found = rows(
        built,
        f"""
        select coalesce(s.campaign_key, c.campaign_key), s.spend, coalesce(c.value, 0) / s.spend
        from (select campaign_key, 30 * spend as spend from {spend}) as s
        full join (
            select campaign_key, sum(value) as value from core.attribution_credits
            where model = 'last' and journey = 'person' and {days} group by campaign_key
        ) as c on s.campaign_key = c.campaign_key
        order by 1
        """,
    )
    assert found == [("A", 3000, 3.0), ("B", 1500, 0.0)]


def test_no_one_two_and_three_touches(built):
    """Golden case 6; at the same second touch_id decides. Of equal shares the last digits make
    one the largest: thirds are 0.333333333333, 0.333333333334, 0.333333333333."""
    found = rows(
        built,
        """
        select person_id, list(channel order by position), list(value order by position),
            sum(weight)
        from core.attribution_credits
        where model = 'linear' and journey = 'person' and length(person_id) > 2
            and person_id not similar to '[ab][0-9]+'
        group by person_id order by person_id
        """,
    )
    cent = Decimal("0.01")
    three = ["Email", "Direct", "Paid Social"]
    assert found == [
        ("none", ["(unattributed)"], [5], 1),
        ("one", ["Email"], [7], 1),
        ("three", three, [0, cent, 0], 1),
        ("two", ["Email", "Direct"], [2 * cent, cent], 1),
        ("zero", three, [0, 0, 0], 1),
    ]


def test_paid_models_leave_what_nobody_paid_for(built):
    found = rows(
        built,
        "select person_id, channel, value from core.attribution_credits where model = 'first_paid' "
        "and journey = 'person' and person_id in ('one', 'three') order by 1",
    )
    assert found == [("one", "(unattributed)", 7), ("three", "Paid Social", Decimal("0.01"))]


def test_journeys_of_an_account_are_those_of_its_people(built):
    """Every seventh day another person of the same account: 30 days hold five touches."""
    lengths = rows(
        built,
        "select max(path_length), max(conversion_at - touch_at) from core.attribution_credits "
        "where journey = 'account' and model = 'linear'",
    )
    assert lengths == [(5, timedelta(days=28, hours=1))]


def test_both_dates_show_the_same_total(built):
    totals = rows(
        built,
        """
        select model, journey, sum(value), sum(value) filter (touch_day is not null)
            + coalesce(sum(value) filter (is_unattributed), 0)
        from core.attribution_credits group by all
        """,
    )
    assert len(totals) == 26
    bookings = 300 * DAYS + Decimal("12.04")
    assert {
        total for *_, by_conversion, by_touch in totals for total in (by_conversion, by_touch)
    } == {bookings}


def test_the_order_of_rows_means_nothing(built, tmp_path):
    shuffled = company()
    random.Random(1).shuffle(shuffled.touches)
    random.Random(2).shuffle(shuffled.conversions)
    again = shuffled.build(tmp_path, attribution_window_days=30)
    for table in ("attribution_credits", "attribution_paths", "attribution_effects"):
        sql = f"select * from core.{table} order by all"
        assert rows(again, sql) == rows(built, sql)


def credited(warehouse: Path, model: str, column: str = "channel") -> dict[str, float]:
    sql = f"""
        select {column}, cast(sum(weight) as double) from core.attribution_credits
        where journey = 'person' and model = '{model}' group by all
    """
    return dict(rows(warehouse, sql))


@pytest.mark.skipif(not PATHS, reason="PMA_PATHS_DATA names no folder with PathData.csv.gz")
def test_published_paths(tmp_path):
    """ChannelAttribution's journeys: its heuristic models, and its Markov chain of order 1."""
    journeys = Journeys()
    until = AS_OF - timedelta(days=100)
    with gzip.open(Path(PATHS) / "PathData.csv.gz", "rt") as file:
        for line, row in enumerate(csv.DictReader(file)):
            channels = row["path"].split(" > ")
            converted, lost = int(row["total_conversions"]), int(float(row["total_null"]))
            for number in range(converted + lost):
                person = f"{line}-{number}"
                for step, channel in enumerate(channels):
                    journeys.touch(person, until + timedelta(seconds=step), channel)
                if number < converted:
                    journeys.convert(person, until + timedelta(hours=1))
    settings = {
        "attribution_journeys": ["person"],
        "attribution_models": ["first", "last", "linear", "markov"],
        "attribution_path_transforms": ["unique"],
    }
    built = journeys.build(tmp_path, **settings)
    first, last, linear = (credited(built, model) for model in ("first", "last", "linear"))
    assert (first["alpha"], first["iota"], first["eta"], first["beta"]) == (6308, 4606, 3164, 2831)
    assert (last["alpha"], last["eta"], last["iota"]) == (8447, 4167, 3355)
    assert linear["alpha"] == pytest.approx(7574.72, abs=0.005)
    markov = dict(
        rows(
            built,
            "select channel, channel_conversions from core.attribution_effects "
            "where model = 'markov'",
        )
    )
    expected = {"alpha": 5350, "iota": 3883, "eta": 3341}
    assert {c: markov[c] for c in expected} == pytest.approx(expected, rel=0.002)


@pytest.mark.skipif(not PLAYBOOK, reason="PMA_PLAYBOOK_DATA names no folder with sessions.csv")
def test_playbook(tmp_path):
    """Sessions of dbt Labs' playbook, credited once more in a few lines of Python."""

    def moment(text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")

    journeys = Journeys()
    with (Path(PLAYBOOK) / "sessions.csv").open(newline="") as file:
        sessions = list(csv.DictReader(file))
    with (Path(PLAYBOOK) / "customer_conversions.csv").open(newline="") as file:
        conversions = [row for row in csv.DictReader(file) if row["customer_id"]]
    for session in sessions:
        at = moment(session["started_at"])
        journeys.touch(session["customer_id"], at, session["utm_source"])
    expected: dict[str, Counter] = {m: Counter() for m in ("first", "last", "linear", "position")}
    for conversion in conversions:
        at = moment(conversion["converted_at"])
        journeys.convert(conversion["customer_id"], at, conversion["revenue"])
        path = [
            session["utm_source"]
            for session in sorted(sessions, key=lambda s: moment(s["started_at"]))
            if session["customer_id"] == conversion["customer_id"]
            and timedelta(0) <= at - moment(session["started_at"]) < timedelta(days=30)
        ] or ["(unattributed)"]
        n = len(path)
        ends = {1: [1], 2: [Fraction(1, 2)] * 2}
        middle = [Fraction(2, 5), *[Fraction(1, 5) / max(n - 2, 1)] * (n - 2), Fraction(2, 5)]
        for i, source in enumerate(path):
            expected["first"][source] += i == 0
            expected["last"][source] += i == n - 1
            expected["linear"][source] += Fraction(1, n)
            expected["position"][source] += ends.get(n, middle)[i]
    built = journeys.build(tmp_path, attribution_window_days=30, attribution_journeys=["person"])
    for model, shares in expected.items():
        wanted = {source: float(share) for source, share in shares.items() if share}
        assert credited(built, model) == pytest.approx(wanted, abs=1e-9)
    total = "select sum(value) from core.attribution_credits where model = 'position'"
    assert rows(built, total) == [(sum(int(c["revenue"]) for c in conversions),)]
