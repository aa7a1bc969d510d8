"""Sheets of money: spread to the cent, counted once, held against their budgets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def january(day: int) -> date:
    return date(2026, 1, day)


def test_a_cost_and_its_platform_count_once(first):
    """Of the spots four days were paid twice, two of them are the platform's."""
    assert first(
        "select date_day, origin, cost_type, amount_original, currency, amount "
        "from core.marketing_costs where campaign_id = '1' and date_day <= '2026-01-11' "
        "order by all"
    ) == [
        (january(8), "sheet", "media", Decimal("100.01"), "USD", Decimal("100.01")),
        (january(9), "sheet", "media", 100, "USD", 100),
        (january(10), "ad_platform", "media", 100, "EUR", 110),
        (january(10), "sheet", "agency", 20, "USD", 20),
        (january(11), "ad_platform", "media", 100, "EUR", 110),
    ]
    assert first(
        "select entity, key_text, row_count from quality.issues "
        "where issue = 'cost_reported_by_platform'"
    ) == [("cost", "spots", 2)]


def test_silent_days_are_unknown_and_not_free(first):
    assert first(
        "select count(*), count(amount), max(date_day) from core.marketing_costs "
        "where campaign_id = '1' and not is_complete"
    ) == [(14, 0, january(30))]


def test_a_cost_that_runs_on_takes_the_rate_known_tonight(first):
    assert first(
        "select count(*), sum(amount_original), sum(amount), min(fx_date), max(fx_date) "
        "from core.marketing_costs where channel = 'Fairs'"
    ) == [(4, 400, 500, january(30), january(30))]


def test_every_basis_adds_up_from_its_kinds(first):
    assert first(
        "select cost_basis, sum(amount) from core.cost_bases "
        "inner join core.marketing_costs using (cost_type) where is_complete group by all "
        "order by all"
    ) == [
        ("fully_loaded", Decimal("1820.01")),
        ("media", Decimal("990.01")),
        ("program", Decimal("1510.01")),
    ]


def test_budgets_and_what_was_spent_of_them(first):
    rows = first(
        "select scope, scope_id, budget, budget_to_date, spend_to_date, pacing, is_complete "
        "from insights.budget_pacing order by all"
    )
    # Of campaign 1 sixteen of thirty days are known: they are held against their own budget.
    assert rows == [
        ("campaign", "1", 3100, 3000, Decimal("1010.01"), 1010.01 / 1600, False),
        ("campaign", "nobody", 31, 30, 0, 0.0, True),
        ("channel", "Fairs", 310, 300, 125, 125 / 300, True),
        ("channel", "Paid Other", None, None, Decimal("1010.01"), None, False),
        ("channel", "Paid Search", 62, 60, 0, 0.0, True),
    ]


def test_a_sheet_gives_a_campaign_its_daily_budget(first):
    assert first(
        "select distinct daily_budget, daily_budget_original from insights.campaigns "
        "where campaign_id = '1' and spend is not null"
    ) == [(100, None)]


def test_orders_and_subscriptions(first):
    assert first(
        "select line_number, account_id, amount, cost_of_goods, is_refund "
        "from core.orders order by all"
    ) == [
        (2, "a3", Decimal("-7.2"), Decimal("-4.8"), True),
        (None, "a3", 11, Decimal("4.4"), False),
    ]
    assert first(
        "select subscription_id, account_id, mrr, is_trial, is_active "
        "from core.subscriptions order by all"
    ) == [("s1", "a3", 110, False, True), ("s2", "a3", 0, True, True)]


def test_no_money_of_the_sheets_is_lost(first):
    rows = first(
        "select table_name, currency, amount_in, amount_excluded, amount_found "
        "from quality.reconciliation where kind = 'money' and source_name = 'generic' "
        "and table_name not in ('ad_performance', 'opportunities') order by 1, 2"
    )
    assert rows == [
        ("budgets", "USD", 3508, 5, 3503),
        ("marketing_costs", "EUR", 400, 0, 400),
        ("marketing_costs", "USD", Decimal("790.01"), 260, Decimal("530.01")),
        ("orders", "EUR", 115, 99, 16),
        ("subscriptions", "EUR", 100, 0, 100),
        ("subscriptions", "USD", 50, 50, 0),
    ]
