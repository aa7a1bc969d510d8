"""Sheets of money: lines of deals, subscriptions, orders, cost of marketing, budgets.

Belongs here: what finance keeps beside the CRM and the ad platforms.
Does not belong here: the deals themselves (crm.py), spend that platforms report (ads.py).

A subscription begins on the day its deal was won and earns a twelfth of it a month; a renewal that
was lost ends it. Orders pass through no deal at all. Like deals, rows are built once with every day
of their life, and the state on day `hi` hides what happens from then on. Who orders does so at a
pace of their own, for sums of their own, and sooner or later ceases to.
"""

from __future__ import annotations

from dagster_project.sample.company import PRODUCTS, sql_rows, text_list
from dagster_project.sample.crm import NEVER, deal_state
from dagster_project.sample.engine import Feed, World

TRIAL_DAYS = 14
EVENT_DAYS = 3
PER_MONTH = (
    # cost, type, channel, product, currency, cents in the first month and growth per month
    ("team", "people", "", "", "EUR", 2_150_000, 12_500),
    ("stack", "tools", "", "", "USD", 410_099, 3_700),
    ("search-agency", "agency", "paid_search", "", "GBP", 260_050, 0),
    ("studio", "program", "", "PRD-100", "USD", 95_001, 1_100),
    ("posters", "media", "Out of home", "", "EUR", 180_007, 2_300),
    ("rebate", "incremental", "", "PRD-300", "USD", 30_000, 0),
)
BUDGETS = (
    # scope, scope_id, currency, cents a month
    ("channel", "Paid Search", "USD", 6_000_000),
    ("channel", "paid_social", "EUR", 10_000_000),
    ("channel", "Out of home", "EUR", 200_000),
    ("channel", "Events", "USD", 1_200_000),
    ("product", "PRD-100", "USD", 110_000),
    ("product", "PRD-200", "GBP", 900_000),
)


def build(world: World) -> None:
    """Create months, subscriptions, orders and costs with all days of their life."""
    _months(world)
    _subscriptions(world)
    _orders(world)
    _costs(world)


def _months(world: World) -> None:
    world.con.execute(f"""
        create table months as
        select cast(m as integer) as m, first_on, last_day(first_on) as last_on,
            greatest(0, date_diff('day', day_of(0), first_on)) as told_day
        from (
            select m, cast(date_trunc('month', day_of(0)) + to_months(cast(m as integer)) as date)
                as first_on
            from range({world.days // 28 + 2}) r(m)
        ) where first_on < day_of({world.days})
    """)


def _subscriptions(world: World) -> None:
    products = text_list(p[0] for p in PRODUCTS)
    world.con.execute(f"""
        create table subscriptions as
        with won as (
            select *, row_number() over (partition by a order by close_day, i) = 1 as is_first
            from deals where is_won and kind <> 'renewal' and close_day < {world.days}
        ),
        renewals as (select a, close_day, is_won from deals where kind = 'renewal'),
        sold as (
            select 'sub-' || deal_id as subscription_id, w.a, product_id,
                nth(['team', 'business', 'enterprise'], w.r) as plan, w.close_day as start_day,
                case when is_first and not n.is_won then n.close_day else {NEVER} end as end_day,
                case when is_first and n.is_won then n.close_day else {NEVER} end as renewed_day,
                least(delete_day, merge_day) as gone_day,
                amount_0 * amount_percent // 100 // 12 as mrr_cents, currency,
                5 + w.r2 % 95 as seats, false as is_trial
            from won w left join renewals n on n.a = w.a
        ),
        bought as (  -- without anybody of sales: a trial, then what was tried
            select a, first_signup, rnd('self serve', a) as r, currency,
                {products}[1 + a % {len(PRODUCTS)}] as product_id
            from accounts where not in_crm and n_users > 0
        )
        select * from sold
        union all
        select 'trial-' || a, a, product_id, 'team', first_signup, first_signup + {TRIAL_DAYS},
            {NEVER}, {NEVER}, 4900, currency, 3 + r % 5, true
        from bought
        union all
        select 'self-' || a, a, product_id, 'team', first_signup + {TRIAL_DAYS},
            case when r % 4 = 0 then first_signup + 60 + (r >> 8) % 90 else {NEVER} end,
            {NEVER}, {NEVER}, 4900 + r % 20 * 500, currency, 3 + r % 5, false
        from bought
        order by 1
    """)


def _orders(world: World) -> None:
    products = text_list(p[0] for p in PRODUCTS)
    margins = [int(p[2].replace("0.", "")[:2]) for p in PRODUCTS]
    world.con.execute(f"""
        create table orders as
        with drawn as (
            select acc.a, account_id, currency, cast(i as integer) as i,
                first_signup + 5 + i * (15 + rnd('order pace', acc.a) % 30)
                    + rnd('order day', acc.a * 64 + i) % 14 as day,
                rnd('order', acc.a * 64 + i) as r, 2 + rnd('order worth', acc.a) % 9 as sixths
            from accounts acc, range(24) s(i)
            where n_users > 0 and a % 2 = 1 and i <= rnd('last order', acc.a) % 24
        ),
        lines as (
            select *, cast(l as integer) as line_number, rnd('line', (a * 64 + i) * 4 + l) as q
            from drawn, range(1, 3) s(l) where (l = 1 or r % 3 = 0) and day < {world.days}
        ),
        priced as (
            select *, 'ord-' || digits(a, 5) || '-' || digits(i, 2) as order_id,
                q % 3 as product, 1 + q % 4 as quantity,
                (1900 + (q >> 8) % 30000) * sixths // 6 as cents
            from lines
        )
        select order_id, line_number, account_id, a, day, office(r) as sec, currency, quantity,
            {products}[product + 1] as product_id, cents,
            cents * (100 - {margins}[product + 1]) // 100 as cost_cents, false as is_refund
        from priced
        union all
        select order_id, line_number + 10, account_id, a, day + 9, office(q), currency, quantity,
            {products}[product + 1], cents,
            cents * (100 - {margins}[product + 1]) // 100, true
        from priced where q % 4 = 0 and day + 9 < {world.days}
        order by 1, 2
    """)


def _costs(world: World) -> None:
    event = world.days // 2
    world.con.execute(f"""
        create table costs as
        select name || '-' || strftime(first_on, '%Y-%m') as cost_id, told_day,
            first_on as starts_on, last_on as ends_on, kind as cost_type, channel,
            null as campaign_id, product_id, first + m * growth as cents, currency, name
        from months, (values {sql_rows(PER_MONTH)})
            v(name, kind, channel, product_id, currency, first, growth)
        union all
        select 'harbor-summit', {event - 20}, day_of({event}), day_of({event + EVENT_DAYS - 1}),
            'program', 'Events', null, 'PRD-200', 2400001, 'USD', 'Harbor Summit'
        union all  -- finance enters the first podcast, which its platform reports as well
        select 'podcast-invoice', start_day, day_of(start_day),
            day_of(least(start_day + 6, end_day)), 'media', 'podcast', campaign_id, '', 700000,
            currency, 'Podcast, first week'
        from campaigns where platform = 'podcast' and k = 0
        order by 1
    """)


def subscription_state(hi: int) -> str:
    """Subscriptions as they stand on day `hi`, with their last change."""
    return f"""
        select *, gone_day < {hi} as is_deleted,
            case when end_day < {hi} then day_of(end_day) end as ended_on,
            day_of(start_day + case when is_trial then {TRIAL_DAYS}
                when renewed_day < {hi} then 730 else 365 end) as renewal_due_on,
            greatest(start_day, case when end_day < {hi} then end_day else 0 end,
                case when renewed_day < {hi} then renewed_day else 0 end,
                case when gone_day < {hi} then gone_day else 0 end) as changed_day
        from subscriptions where start_day < {hi}
    """


def line_state(hi: int) -> str:
    """Lines of deals on day `hi`: every third deal sells a fifth of another product with it."""
    products = text_list(p[0] for p in PRODUCTS)
    return f"""
        with both_lines as (
            select s.*, cast(l as integer) as l, r2 % 3 = 0 as is_split
            from ({deal_state(hi)}) s, range(1, 3) q(l) where l = 1 or r2 % 3 = 0
        )
        select deal_id, deal_id || '-' || l as line_item_id, a, currency, changed_day,
            is_deleted or is_merged as is_gone,
            case when l = 1 then product_id
                else {products}[1 + (product + 1) % {len(PRODUCTS)}] end as product_id,
            case when not is_split then amount when l = 2 then amount // 5
                else amount - amount // 5 end as cents
        from both_lines
    """


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Every sheet as it stands on day `hi`, the rows that changed since `lo`."""
    return [
        Feed(
            "generic",
            "opportunity_line_items",
            f"""
            select line_item_id, deal_id as opportunity_id, product_id, 1 as quantity,
                cents(cents) as amount, currency, synced(changed_day, a) as updated_at
            from ({line_state(hi)}) where changed_day >= {lo}
        """,
            "line_item_id",
        ),
        Feed(
            "generic",
            "subscriptions",
            f"""
            select subscription_id, account_id, product_id, plan, day_of(start_day) as started_on,
                ended_on, cents(mrr_cents) as mrr, s.currency, seats, is_trial, renewal_due_on,
                synced(changed_day, a) as updated_at, is_deleted
            from ({subscription_state(hi)}) s join accounts using (a) where changed_day >= {lo}
        """,
            "subscription_id",
        ),
        Feed(
            "generic",
            "orders",
            f"""
            select order_id, line_number, ts(day, sec) as ordered_at, account_id, product_id,
                quantity, cents(cents) as amount, currency, cents(cost_cents) as cost_of_goods,
                is_refund, synced(day, a) as updated_at
            from orders where day >= {lo} and day < {hi}
        """,
            "order_id, line_number",
        ),
        Feed(
            "generic",
            "marketing_costs",
            f"""
            select cost_id, starts_on, ends_on, cost_type, nullif(channel, '') as channel,
                campaign_id, nullif(product_id, '') as product_id, cents(cents) as amount,
                currency, name as description, synced(told_day, 0) as updated_at
            from costs where told_day >= {lo} and told_day < {hi}
        """,
            "cost_id",
        ),
        Feed(
            "generic",
            "budgets",
            f"""
            with wanted as (
                select * from (values {sql_rows(BUDGETS)}) v(scope, scope_id, currency, cents)
                union all
                select 'campaign', campaign_id, currency, budget_cents * 20 from campaigns
                where platform in ('podcast', 'microsoft_ads')
            )
            select first_on as period_start, last_on as period_end, scope, scope_id,
                cents(cents) as amount, currency, synced(told_day, 0) as updated_at
            from months, wanted where told_day >= {lo} and told_day < {hi}
        """,
            "period_start, scope, scope_id",
        ),
    ]
