"""Golden case 14: days of 23 and 25 hours, a zone half an hour off, the 53rd week of a year."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dbt_usage.warehouse import Warehouse

USER = {"account_id": "a", "created_at": "2025-10-01", "updated_at": "2025-10-01"}
EVENTS = {
    # New York leaves summer time on 2 November 2025, a day of 25 hours, from 04:00 to 05:00 UTC
    "before-long-day": ("u1", "2025-11-02 03:59:59"),
    "first-of-long-day": ("u2", "2025-11-02 04:00:00"),
    "last-of-long-day": ("u3", "2025-11-03 04:59:59"),
    "after-long-day": ("u4", "2025-11-03 05:00:00"),
    # and returns to it on 8 March 2026, a day of 23 hours, from 05:00 to 04:00 UTC
    "first-of-short-day": ("u1", "2026-03-08 05:00:00"),
    "last-of-short-day": ("u2", "2026-03-09 03:59:59"),
    "after-short-day": ("u3", "2026-03-09 04:00:00"),
    # half past midnight of an Indian day
    "india": ("u5", "2026-06-10 18:30:00"),
    # the 53rd ISO week of 2026 ends on Sunday, 3 January 2027
    "week-53": ("u1", "2027-01-03 12:00:00"),
    "week-1": ("u1", "2027-01-04 12:00:00"),
}


def company(folder, zone: str) -> Warehouse:
    warehouse = Warehouse(folder, as_of="2027-01-20 12:00:00")
    warehouse.land("generic.users", *(USER | {"user_id": f"u{n}"} for n in range(1, 6)))
    warehouse.land(
        "generic.events",
        *(
            {"event_id": name, "user_id": user, "occurred_at": at, "event": "saved"}
            for name, (user, at) in EVENTS.items()
        ),
    )
    warehouse.dbt(
        "run",
        *("--select", "+product_usage", "+usage_lifecycle"),
        *("--vars", f"{{reporting_timezone: {zone}}}"),
    )
    return warehouse


@pytest.fixture(scope="module")
def new_york(tmp_path_factory) -> Warehouse:
    return company(tmp_path_factory.mktemp("new-york"), "America/New_York")


def daily(warehouse: Warehouse, first: date, last: date) -> dict[date, int]:
    rows = warehouse.rows(
        f"select date_day, dau from adoption.product_usage "
        f"where date_day between '{first}' and '{last}'"
    )
    return dict(rows)


def test_a_day_of_25_hours_is_one_day(new_york):
    found = daily(new_york, date(2025, 11, 1), date(2025, 11, 3))
    assert found == {date(2025, 11, 1): 1, date(2025, 11, 2): 2, date(2025, 11, 3): 1}


def test_a_day_of_23_hours_is_one_day(new_york):
    found = daily(new_york, date(2026, 3, 7), date(2026, 3, 9))
    assert found == {date(2026, 3, 7): 0, date(2026, 3, 8): 2, date(2026, 3, 9): 1}


def test_the_week_after_the_53rd_is_the_next_one(new_york):
    rows = new_york.rows(
        "select period_on, active, retained, resurrected, churned from adoption.usage_lifecycle "
        "where scope = 'total' and period_type = 'week' and period_on >= '2026-12-28' "
        "order by period_on"
    )
    assert rows[:3] == [
        (date(2026, 12, 28), 1, 0, 1, 0),
        (date(2027, 1, 4), 1, 1, 0, 0),
        # no event has come in for this week: nobody is known to have left
        (date(2027, 1, 11), None, None, None, None),
    ]
    weeks = new_york.rows(
        "select distinct week_start_on, iso_year, iso_week from core.dim_date "
        "where date_day in ('2027-01-03', '2027-01-04') order by 1"
    )
    assert weeks == [(date(2026, 12, 28), 2026, 53), (date(2027, 1, 4), 2027, 1)]


def test_an_indian_day_begins_half_past_six_in_the_evening(tmp_path):
    warehouse = company(tmp_path, "Asia/Kolkata")
    found = daily(warehouse, date(2026, 6, 10), date(2026, 6, 11))
    assert found == {date(2026, 6, 10): 0, date(2026, 6, 11): 1}
