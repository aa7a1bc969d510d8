"""Recurring revenue over two nights: currencies, merges, gaps, and what arrives late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.support.dbt import build
from tests.support.raw import insert, new_warehouse

SELECTION = ["+revenue_retention", "+path:models/marts/launches", "subscriptions"]
NOVEMBER, DECEMBER, JANUARY, FEBRUARY = (
    date(2025, 11, 1),
    date(2025, 12, 1),
    date(2026, 1, 1),
    date(2026, 2, 1),
)


def subscription(name: str, account: str, product: str, mrr, first: str, end=None, **more) -> dict:
    days = {"started_on": date.fromisoformat(first), "ended_on": end and date.fromisoformat(end)}
    names = {"subscription_id": name, "account_id": account, "product_id": product}
    return names | {"mrr": mrr, "currency": "USD"} | days | more


def first_night(con) -> None:
    """`old` lives on in `a`, which signs its product anew at another rate; `b` pauses a month."""
    insert(
        con,
        "generic.accounts",
        {"account_id": "a", "segment": "smb"},
        {"account_id": "old", "segment": "smb", "merged_into_account_id": "a"},
        {"account_id": "b", "segment": "smb"},
    )
    rate = {"from_currency": "EUR", "to_currency": "USD"}
    insert(
        con,
        "generic.fx_rates",
        rate | {"date": date(2025, 11, 10), "rate": "1.1"},
        rate | {"date": date(2026, 1, 5), "rate": "1.5"},
    )
    insert(
        con,
        "generic.subscriptions",
        subscription("a1", "old", "p", 100, "2025-11-10", "2026-01-05", currency="EUR"),
        subscription("a2", "a", "p", 100, "2026-01-05", currency="EUR"),
        subscription("a3", "a", "q", 50, "2025-12-10"),
        subscription(
            "b1", "b", "p", 80, "2025-11-01", "2025-12-20", renewal_due_on=date(2025, 12, 20)
        ),
        subscription("b2", "b", "p", 90, "2026-01-25"),
        subscription("b3", "b", "q", 10, "2026-01-01", is_trial=True),
    )


def second_night(con) -> None:
    """A corrected rate, a late contract, a deleted one; February has begun."""
    con.execute(
        "update landing.clock set load_id = 2, build_id = 'second', as_of = '2026-02-02 02:00'"
    )
    con.execute("insert into landing.loads values (2, 'second', '2026-02-02 02:00', '2026-02-02')")
    con.execute("update raw_generic.fx_rates set rate = 1.2 where date = '2025-11-10'")
    con.execute(
        "update raw_generic.subscriptions set is_deleted = true where subscription_id = 'a3'"
    )
    late = subscription("b4", "b", "p", 80, "2025-12-20", "2026-01-25")
    insert(con, "generic.subscriptions", late, load_id=2)


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Every table after either night, as functions from SQL to rows."""
    home = tmp_path_factory.mktemp("recurring")
    duckdb.connect(str(home / "published.duckdb")).close()
    new_warehouse(home).close()
    warehouse = home / "warehouse" / "pma.duckdb"
    found = []
    for number, night in enumerate((first_night, second_night), start=1):
        with duckdb.connect(str(warehouse)) as con:
            night(con)
        build(home, SELECTION)
        copy = home / f"night-{number}.duckdb"
        copy.write_bytes(warehouse.read_bytes())
        found.append(duckdb.connect(str(copy), read_only=True))
    yield [lambda sql, con=con: con.execute(sql).fetchall() for con in found]
    for con in found:
        con.close()


MOVEMENTS = (
    "select account_id, product_id, month_on, opening_mrr, new, upsell, cross_sell, contraction, "
    "churn, reactivation, closing_mrr from core.mrr_movements order by all"
)


def test_rates_merges_and_trials_are_no_movements(nights):
    first, _ = nights
    assert first(MOVEMENTS) == [
        ("a", "p", NOVEMBER, 0, 110, 0, 0, 0, 0, 0, 110),
        ("a", "p", DECEMBER, 110, 0, 0, 0, 0, 0, 0, 110),
        ("a", "p", JANUARY, 110, 0, 0, 0, 0, 0, 0, 110),
        ("a", "q", DECEMBER, 0, 0, 0, 50, 0, 0, 0, 50),
        ("a", "q", JANUARY, 50, 0, 0, 0, 0, 0, 0, 50),
        ("b", "p", NOVEMBER, 0, 80, 0, 0, 0, 0, 0, 80),
        ("b", "p", DECEMBER, 80, 0, 0, 0, 0, 80, 0, 0),
        ("b", "p", JANUARY, 0, 0, 0, 0, 0, 0, 90, 90),
    ]


def test_late_rows_rewrite_the_months_they_belong_to(nights):
    """The gap of `b` is closed, so it moved up; a new rate moves every month alike."""
    _, second = nights
    a = Decimal(120)
    assert second(MOVEMENTS) == [
        ("a", "p", NOVEMBER, 0, a, 0, 0, 0, 0, 0, a),
        ("a", "p", DECEMBER, a, 0, 0, 0, 0, 0, 0, a),
        ("a", "p", JANUARY, a, 0, 0, 0, 0, 0, 0, a),
        ("a", "p", FEBRUARY, a, 0, 0, 0, 0, 0, 0, a),
        ("b", "p", NOVEMBER, 0, 80, 0, 0, 0, 0, 0, 80),
        ("b", "p", DECEMBER, 80, 0, 0, 0, 0, 0, 0, 80),
        ("b", "p", JANUARY, 80, 0, 10, 0, 0, 0, 0, 90),
        ("b", "p", FEBRUARY, 90, 0, 0, 0, 0, 0, 0, 90),
    ]


def test_retention_and_renewals(nights):
    first, second = nights
    sql = (
        "select month_on, nrr, grr, churned_accounts, arr_due, arr_renewed, is_complete, is_mature "
        "from insights.revenue_retention where scope = 'segment' and scope_id = 'smb' order by all"
    )
    assert first(sql) == [
        (NOVEMBER, None, None, 0, 0, 0, True, True),
        (DECEMBER, 160 / 190, 110 / 190, 1, 960, 0, True, True),
        (JANUARY, 1.0, 1.0, 0, 0, 0, False, False),
    ]
    assert second(sql) == [
        (NOVEMBER, None, None, 0, 0, 0, True, True),
        (DECEMBER, 1.0, 1.0, 0, 960, 960, True, True),
        (JANUARY, 210 / 200, 1.0, 0, 0, 0, True, False),
        (FEBRUARY, 1.0, 1.0, 0, 0, 0, False, False),
    ]


def test_a_product_sold_to_one_is_within_reach_of_its_peers(nights):
    first, second = nights
    pairs = (
        "select month_on, attach_eligible, attached, cross_sell_eligible, cross_sold, "
        "wait_accounts, wait_bought, time_to_second_product from launches.product_pairs "
        "where product_id = 'p' and second_product_id = 'q' order by all"
    )
    assert first(pairs) == [
        (DECEMBER, 1, 1, 0, 0, 2, 1, 30),
        (JANUARY, 2, 1, 0, 0, 2, 1, 30),
    ]
    assert second(pairs) == []
    assert first(
        "select account_id, owns, eligible, first_owned_month from launches.cross_sell "
        "where product_id = 'q' and month_on = '2026-01-01' order by all"
    ) == [("a", True, True, DECEMBER), ("b", False, True, None)]
