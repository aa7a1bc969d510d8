"""Adoption of features against golden cases and against a count by hand in Python."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from tests.bench import windows
from tests.dbt_usage.warehouse import Warehouse
from tests.support.raw import insert

FIRST = date(2026, 1, 1)
SEEN = date(2026, 6, 29)
WINDOW, USES, DAYS = 28, 3, 2
SELECTION = ("--select", "+path:models/marts/adoption", "--exclude", "test_type:unit")


def use(number: str, user: str, at: str, **more) -> dict:
    names = {"event_id": number, "user_id": user, "occurred_at": at}
    return names | {"event": "clicked", "feature_key": "upgrade", "platform": "web"} | more


def random_uses(seed: int) -> list[dict]:
    """Six users of two accounts, each busy for some weeks."""
    rng = random.Random(seed)
    rows = []
    for n in range(260):
        user = rng.randrange(6)
        day = FIRST + timedelta(days=min(179, (user * 23 + rng.randrange(70)) % 180))
        at = datetime.combine(day, datetime.min.time()) + timedelta(hours=rng.randrange(24))
        rows.append(use(f"r{n}", f"r{user}", str(at), feature_key="random", event="rolled"))
    return rows


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("adoption"), as_of="2026-06-30 02:00:00")
    feature = {"product_id": "p", "updated_at": "2026-01-01"}
    with warehouse.connect() as con:
        insert(
            con,
            "generic.features",
            feature
            | {
                "feature_key": "upgrade",
                "name": "Upgrade",
                "released_on": "2026-02-01",
                "plans": "business;enterprise",
                "is_core": True,
                "event_names": "upgraded; clicked",
            },
            feature | {"feature_key": "random", "name": "Random", "released_on": "2026-01-10"},
            feature | {"feature_key": "planned", "name": "Planned", "event_names": "upgraded"},
        )
        plan = {"account_id": "a", "product_id": "p", "mrr": 10, "currency": "USD"}
        insert(
            con,
            "generic.subscriptions",
            plan
            | {
                "subscription_id": "s1",
                "plan": "team",
                "started_on": "2026-01-01",
                "ended_on": "2026-03-16",
            },
            plan | {"subscription_id": "s2", "plan": "Business", "started_on": "2026-03-16"},
        )
        insert(
            con,
            "generic.accounts",
            {"account_id": "a", "segment": "smb"},
            {"account_id": "b", "segment": "mid"},
        )
    user = {"account_id": "a", "created_at": "2026-01-05", "updated_at": "2026-01-05"}
    warehouse.land(
        "generic.users",
        *(user | {"user_id": name} for name in ("u1", "u2")),
        user | {"user_id": "staff", "is_internal": True},
        user | {"user_id": "old", "account_id": "b", "created_at": "2011-05-01"},
        *(user | {"user_id": f"r{n}", "account_id": "ab"[n % 2]} for n in range(6)),
    )
    uses = [
        use("beta", "u1", "2026-01-20 09:00:00"),
        use("staff", "staff", "2026-04-01 09:00:00"),
        use("too-early", "u2", "2026-03-15 09:00:00"),
        use("nobody", "stranger", "2026-04-01 09:00:00"),
        # by key, by name, and by both, which is one use
        use("u1-1", "u1", "2026-03-20 09:00:00"),
        use("u1-2", "u1", "2026-03-20 10:00:00", feature_key=None, event="upgraded"),
        use("u1-3", "u1", "2026-03-21 09:00:00", event="upgraded"),
        use("other", "u1", "2026-03-21 09:00:00", feature_key=None, event="opened"),
    ]
    warehouse.land("generic.events", *uses, *random_uses(7))
    warehouse.dbt("build", *SELECTION, "--indirect-selection", "cautious")
    return warehouse


def on(warehouse: Warehouse, day: str, columns: str, feature: str = "upgrade") -> tuple:
    return warehouse.rows(
        f"select {columns} from adoption.feature_adoption where feature_key = '{feature}' "
        f"and segment = 'smb' and date_day = '{day}'"
    )[0]


def test_a_plan_entitles_from_the_day_of_the_upgrade(warehouse):
    """Golden case 13: the account moved to the plan in the middle of March."""
    columns = "eligible_users, eligible_accounts"
    assert on(warehouse, "2026-03-15", columns) == (0, 0)
    assert on(warehouse, "2026-03-16", columns) == (5, 1)
    assert on(warehouse, "2026-03-15", "trial_rate, is_low_sample") == (None, True)


def test_users_from_before_the_calendar_are_eligible(warehouse):
    rows = warehouse.rows(
        "select distinct eligible_users from adoption.feature_adoption "
        "where feature_key = 'random' and segment = 'mid' and date_day >= '2026-02-01'"
    )
    assert rows == [(4,)]


def test_one_click_is_a_trial(warehouse):
    columns = "uses, tried_users, adopted_users, first_time_users, returning_users"
    assert on(warehouse, "2026-03-20", columns) == (2, 1, 0, 1, 0)
    assert on(warehouse, "2026-03-21", columns) == (1, 1, 1, 0, 1)
    assert on(warehouse, "2026-04-16", "adopted_users") == (1,)
    assert on(warehouse, "2026-04-17", "adopted_users") == (0,)


def test_beta_staff_and_unentitled_use_is_set_aside_and_counted(warehouse):
    columns = "counted_uses, beta_uses, staff_uses, unentitled_uses, accountless_uses"
    row = f"select {columns} from adoption.feature_summary where feature_key = "
    assert warehouse.rows(row + "'upgrade'") == [(3, 1, 1, 1, 1)]
    assert warehouse.rows(row + "'planned'") == [(0, 2, 0, 0, 0)], "not released: all is beta"


def test_whoever_has_not_adopted_is_censored(warehouse):
    """Of the five eligible users one adopted it, five days on: no median yet."""
    columns = "wait_users, wait_adopted, time_to_adopt, d90_eligible_users, d90_adopted_users"
    row = f"select {columns} from adoption.feature_summary where feature_key = 'upgrade'"
    assert warehouse.rows(row) == [(5, 1, None, 5, 1)]


def by_hand(warehouse: Warehouse) -> dict[tuple[str, date], tuple[int, int, int]]:
    """Tried, adopted and retained users of the random feature on every day, one by one."""
    rows = warehouse.rows(
        "select account_id, person_key, date_day, uses from core.user_feature_days "
        "where feature_key = 'random' and date_day >= '2026-01-10'"
    )
    histories: dict[tuple[str, str], dict[date, int]] = {}
    for account, person, day, uses in rows:
        histories.setdefault((account, person), {})[day] = uses
    found = {}
    for shift in range((SEEN - date(2026, 1, 10)).days + 1):
        day = date(2026, 1, 10) + timedelta(days=shift)
        counts = {"a": [0, 0, 0], "b": [0, 0, 0]}
        for (account, _), history in histories.items():
            window = [n for d, n in history.items() if 0 <= (day - d).days < WINDOW]
            again = any(0 < (d - day).days <= WINDOW for d in history)
            adopted = sum(window) >= USES and len(window) >= DAYS
            for place, holds in enumerate((bool(window), adopted, adopted and again)):
                counts[account][place] += holds
        for account, segment in (("a", "smb"), ("b", "mid")):
            found[segment, day] = tuple(counts[account])
    return found


def test_sums_of_changes_are_counts_of_windows(warehouse):
    expected = by_hand(warehouse)
    found = {
        (segment, day): counts
        for segment, day, *counts in warehouse.rows(
            "select segment, date_day, tried_users, adopted_users, retained_users "
            "from adoption.feature_adoption where feature_key = 'random'"
        )
    }
    assert set(found) == set(expected)
    assert max(counts[1] for counts in expected.values()) >= 2, "the case adopts nothing"
    for key, (tried, adopted, retained) in expected.items():
        mature = (SEEN - key[1]).days >= WINDOW
        assert found[key] == [tried, adopted, retained if mature else None], key


def test_surfaces_do_not_add_up_to_people(warehouse):
    rows = warehouse.rows(
        "select surface, dau, mau, mau_share from adoption.usage_by_surface "
        "where date_day = '2026-03-21' order by surface"
    )
    assert [row[0] for row in rows] == ["all", "web"]
    assert rows[0][1:3] == rows[1][1:3] and rows[1][3] == 1


def test_active_users_equal_a_plain_count_on_every_day(warehouse):
    with warehouse.connect() as con:
        days = con.execute("select count(*), max(mau) from adoption.product_usage").fetchone()
        assert days[0] > 300 and days[1] > 2, "the case is too small to say anything"
        assert windows.differences(con) == []
