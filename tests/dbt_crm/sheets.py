"""Raw rows of the sheets of money: orders, subscriptions, costs, budgets, lines of opportunities.

The radio campaign of company.py spends 100 EUR a day from 10 to 16 January and is silent since.
"""

from __future__ import annotations

from datetime import date, datetime

from tests.support.raw import insert


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def sheets(con) -> None:
    revenue(con)
    costs(con)
    budgets(con)


def revenue(con) -> None:
    order = {"account_id": "a1", "product_id": "p1", "currency": "EUR", "cost_of_goods": 4}
    insert(
        con,
        "generic.orders",
        order | {"order_id": "o1", "ordered_at": datetime(2026, 1, 12, 10), "amount": 10},
        order
        | {"order_id": "o1", "line_number": 2, "ordered_at": datetime(2026, 1, 16, 10)}
        | {"amount": 6, "is_refund": True},
        order
        | {"order_id": "o2", "ordered_at": datetime(2026, 1, 12), "amount": 99}
        | {"is_deleted": True},
    )
    insert(
        con,
        "generic.subscriptions",
        {"subscription_id": "s1", "account_id": "a1", "product_id": "p1", "mrr": 100}
        | {"started_on": day("01-12"), "currency": "EUR", "plan": "team"},
        {"subscription_id": "s2", "account_id": "a3", "product_id": "p1", "mrr": 50}
        | {"started_on": day("01-20"), "currency": "USD", "is_trial": True},
    )


def costs(con) -> None:
    def cost(name: str, kind: str, first: str, last: str, amount, currency="USD", **more):
        days = {"starts_on": day(first), "ends_on": day(last)}
        row = {"cost_id": name, "cost_type": kind, "amount": amount, "currency": currency}
        return row | days | more

    insert(
        con,
        "generic.marketing_costs",
        cost("spots", "media", "01-08", "01-11", "400.01", campaign_id="1"),
        cost("jingle", "agency", "01-10", "01-10", 20, campaign_id="1"),
        cost("fair", "program", "01-30", "02-02", 400, "EUR", channel="Fairs", product_id="p1"),
        cost("team", "people", "01-01", "01-31", 310, channel="paid_search"),
        cost("backwards", "agency", "01-02", "01-01", 50),
        cost("gone", "tools", "01-01", "01-02", 10, is_deleted=True),
    )


def budgets(con) -> None:
    january = {"period_start": day("01-01"), "period_end": day("01-31"), "currency": "USD"}
    insert(
        con,
        "generic.budgets",
        january | {"scope": "campaign", "scope_id": "1", "amount": 3100},
        january | {"scope": "campaign", "scope_id": "nobody", "amount": 31},
        january | {"scope": "channel", "scope_id": "paid_search", "amount": 62},
        january | {"scope": "channel", "scope_id": "fairs", "amount": 310},
        january
        | {"scope": "product", "scope_id": "p1", "amount": 5}
        | {"period_end": date(2025, 12, 1)},
    )
