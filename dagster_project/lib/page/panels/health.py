"""Data health: how fresh, how whole, how blind.

Belongs here: panels over the schema quality, and how far each kind of data reaches.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="freshness",
        part="Data health",
        title="How far the data reaches",
        words="Last day with data, per kind and source, and how far it lies behind the night.",
        needs=(
            "insights.campaigns",
            "messaging.awareness",
            "adoption.product_usage",
            "core.opportunities",
            "core.orders",
            "quality.builds",
        ),
        empty="needs a delivery",
        sql="""
with reach as (
    select 'ads: ' || platform as data, max(date_day) as last_day
    from insights.campaigns
    where spend is not null
    group by platform
    union all
    select 'visits', max(date_day) from messaging.awareness where sessions > 0
    union all
    select 'product use', max(date_day) from adoption.product_usage where dau > 0
    union all
    select 'deals: ' || crm, max(cast(created_at as date)) from core.opportunities group by crm
    union all
    select 'orders', max(cast(ordered_at as date)) from core.orders
)

select data, last_day, date_diff('day', last_day, $as_of) as days_behind
from reach
where last_day is not null
order by days_behind desc, data
""",
        draw=lambda rows, v: marks.table(
            rows,
            "freshness",
            {"data": "Data", "last_day": "Last day", "days_behind": "Days behind"},
            days=["last_day"],
        ),
    ),
    Panel(
        key="quarantine",
        part="Data health",
        title="Rows set aside at the door",
        words="Rows that broke a rule of the contract; file, line and rule are in "
        "quality.quarantine.",
        needs=("quality.quarantine",),
        empty="nothing was ever quarantined",
        sql="""
select source_name as source, rule, count(*) as rows, cast(count(*) as varchar) as words,
    source_name || ': ' || rule as label
from quality.quarantine
group by source_name, rule
order by rows desc, label
limit 12
""",
        draw=lambda rows, v: marks.bars(
            rows, "label", "rows", "words", "Quarantined rows per source and rule"
        ),
    ),
    Panel(
        key="blind",
        part="Data health",
        title="Blind spend, last 90 days",
        words="Ad spend whose landing address carries no label that tells its campaign.",
        needs=("quality.tracking_health", "quality.builds"),
        empty="needs reports of an ad platform",
        sql="""
select
    platform,
    sum(spend) as spend,
    sum(spend_matched) as spend_matched,
    sum(spend_blind) as spend_blind,
    sum(spend_blind) / nullif(sum(spend), 0) as blind_share
from quality.tracking_health
where date_day >= $as_of - 90
group by platform
having sum(spend) > 0
order by spend desc, platform
""",
        draw=lambda rows, v: marks.table(
            rows,
            "blind",
            {
                "platform": "Platform",
                "spend": "Ad spend",
                "spend_matched": "Traceable",
                "spend_blind": "Blind",
                "blind_share": "Share",
            },
            money=["spend", "spend_matched", "spend_blind"],
            shares=["blind_share"],
        ),
    ),
    Panel(
        key="balance",
        part="Data health",
        title="Nothing lost",
        words="Rows and money from the files to the marts: kept, repeated, replaced, set aside, "
        "left out; and tables whose sums do not close.",
        needs=("quality.reconciliation",),
        empty="needs a delivery",
        sql="""
select
    source_name as source,
    sum(amount_in) filter (where kind = 'rows') as rows_in,
    sum(amount_kept) filter (where kind = 'rows') as kept,
    sum(amount_duplicate) filter (where kind = 'rows') as repeated,
    sum(amount_superseded) filter (where kind = 'rows') as replaced,
    sum(amount_quarantined) filter (where kind = 'rows') as set_aside,
    count(*) filter (where not is_balanced) as unbalanced
from quality.reconciliation
group by source_name
order by rows_in desc nulls last, source
""",
        draw=lambda rows, v: marks.table(
            rows,
            "balance",
            {
                "source": "Source",
                "rows_in": "Rows in",
                "kept": "Kept",
                "repeated": "Repeated",
                "replaced": "Replaced",
                "set_aside": "Set aside",
                "unbalanced": "Not closed",
            },
            counts=["rows_in", "kept", "repeated", "replaced", "set_aside", "unbalanced"],
        ),
    ),
]
