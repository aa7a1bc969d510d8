"""Events that stop, begin late, or are dated by a wrong clock: what is not known is not zero."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.dbt_usage.warehouse import Warehouse
from tests.support.raw import insert

FIRST, LAST = date(2026, 1, 5), date(2026, 2, 17)
"""Monday, and the Tuesday on which events stop; tonight is four weeks later."""


def event(number: str, user: str, at: object, **more) -> dict:
    names = {"event_id": number, "user_id": user, "occurred_at": str(at)}
    return names | {"event": "saved", "platform": "web", "feature_key": "f"} | more


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("feed"), as_of="2026-03-17 02:00:00")
    plan = {"product_id": "p", "plan": "team", "mrr": 10, "currency": "USD", "seats": 2}
    with warehouse.connect() as con:
        insert(
            con,
            "generic.features",
            {"feature_key": "f", "name": "F", "product_id": "p", "released_on": "2025-06-01"},
        )
        insert(
            con,
            "generic.subscriptions",
            *(
                plan | {"subscription_id": f"s-{name}", "account_id": name, "started_on": day}
                for name, day in (("before", "2025-12-20"), ("busy", "2026-01-07"))
            ),
        )
    warehouse.land(
        "generic.users",
        *(
            {"user_id": name, "account_id": name, "created_at": day, "updated_at": day}
            for name, day in (
                ("before", "2025-12-10 09:00:00"),
                ("busy", "2026-01-05 09:00:00"),
                ("after", "2026-02-25 09:00:00"),
            )
        ),
    )
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    warehouse.land(
        "generic.events",
        *(event(f"busy-{day}", "busy", f"{day} 10:00:00") for day in days),
        *(event(f"before-{day}", "before", f"{day} 10:00:00") for day in days[::9]),
        event("reset", "before", "1970-01-01 00:00:10"),
        event("reset-again", "before", "1970-01-02 00:00:10"),
        event("ahead", "busy", "2026-09-01 10:00:00", event="page_view", url="https://x.example/"),
    )
    warehouse.build()
    return warehouse


def test_nobody_leaves_when_events_stop(warehouse):
    rows = warehouse.rows(
        "select period_on, active, churned, is_complete from adoption.usage_lifecycle "
        "where scope = 'total' and period_type = 'week' and period_on >= '2026-02-09' order by 1"
    )
    assert rows == [
        (date(2026, 2, 9), 2, 0, True),
        (date(2026, 2, 16), 1, 1, False),
        *((date(2026, 2, 23) + timedelta(days=7 * n), None, None, False) for n in range(4)),
    ]


def test_days_after_the_last_event_are_unknown(warehouse):
    for table, where in (
        ("product_usage", "account_id = 'busy'"),
        ("usage_by_surface", "surface = 'web'"),
        ("feature_adoption", "segment is not null"),
    ):
        count = "dau" if table != "feature_adoption" else "uses"
        days = warehouse.rows(
            f"select max(date_day) filter (is_complete), max(date_day) filter ({count} >= 0), "
            f"max(date_day) from adoption.{table} where {where}"
        )
        assert days == [(LAST, LAST, date(2026, 3, 16))], table


def test_who_was_not_seen_later_may_have_come_back(warehouse):
    cells = dict(
        warehouse.rows(
            "select day_number, retained_users_calendar_day from adoption.retention "
            "where retention_kind = 'n_day' and cohort_week_on = '2026-01-05'"
        )
    )
    assert cells == {1: 1, 7: 1, 14: 1, 28: 1, 30: 1, 60: None, 90: None}
    rows = warehouse.rows(
        "select max(date_day) filter (is_mature), max(date_day) filter (retained_users >= 0) "
        "from adoption.feature_adoption"
    )
    assert rows == [(LAST - timedelta(days=28), LAST - timedelta(days=28))]


def test_sign_ups_that_events_do_not_cover_have_unknown_steps(warehouse):
    rows = warehouse.rows(
        "select week_start_on, signups, activated, others, reached_value, paid, is_use_known "
        "from adoption.plg_path where segment = '(all)' order by 1"
    )
    assert rows == [
        (date(2025, 12, 8), 1, None, None, None, 1, False),
        (date(2026, 1, 5), 1, 1, 1, 1, 1, True),
        (date(2026, 2, 23), 1, None, None, None, 0, False),
    ]


def test_waits_begin_when_events_do(warehouse):
    """Of three users who can use it since their sign-up one could be watched from the start."""
    columns = "wait_users, wait_adopted, time_to_adopt"
    rows = warehouse.rows(f"select {columns} from adoption.feature_summary")
    assert rows == [(1, 1, 2)]


def test_health_looks_at_the_last_days_that_are_known(warehouse):
    """Up to the night on which nothing has come in for as long as is looked at."""
    rows = "select account_id, active_days from adoption.account_health order by 1"
    assert warehouse.rows(rows) == [("before", 3), ("busy", 28)]
    warehouse.night("2026-03-18 02:00:00")
    changed = ("int_clock", "int_event_feed", "int_account_seats", "account_health")
    warehouse.dbt("run", "--select", *changed)
    assert warehouse.rows(rows) == [("before", None), ("busy", None)]
