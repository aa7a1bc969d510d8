"""Adoption: who uses the product, who stays, what customers are worth over time.

Belongs here: panels over the schema adoption, and retention of revenue.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="lifecycle",
        part="Adoption",
        title="Active users per month: growing or turning over",
        words="New, retained and resurrected users above the line, churned below it.",
        needs=("adoption.usage_lifecycle",),
        empty="needs product events (Segment or raw/generic/events)",
        sql="""
with months as (
    select period_on as month_on, new, retained, resurrected, -churned as churned
    from adoption.usage_lifecycle
    where scope = 'total' and period_type = 'month' and is_complete
    order by period_on desc
    limit 18
)

unpivot months on new, retained, resurrected, churned into name movement value users
order by month_on, movement
""",
        draw=lambda rows, v: marks.stacked(
            rows,
            "yearmonth(month_on)",
            "users",
            "movement",
            ["retained", "new", "resurrected", "churned"],
            "Users per month: new, retained, resurrected, churned",
        ),
    ),
    Panel(
        key="retention",
        part="Adoption",
        title="How many come back",
        words="Share of each week's new users active again on the day after their first. Empty: "
        "not reached yet.",
        needs=("adoption.usage_retention",),
        empty="needs product events (Segment or raw/generic/events)",
        sql="""
select
    strftime(cohort_week_on, '%d %b %y') as week,
    calendar_day_number as day,
    retained_users,
    cohort_size,
    retention_rate
from adoption.usage_retention
where retention_kind = 'unbounded'
    and cohort_week_on > (select max(cohort_week_on) - 98 from adoption.usage_retention)
    and retention_rate is not null
order by cohort_week_on, calendar_day_number
""",
        draw=lambda rows, v: marks.heat(
            rows,
            "day",
            "week",
            "retention_rate",
            ("days since first use", "week of first use"),
            "Share of users active on or after a day, per week of first use",
        ),
    ),
    Panel(
        key="revenue_retention",
        part="Adoption",
        title="Revenue that stays",
        words="Net (with expansion) and gross retention of recurring revenue, per month.",
        needs=("insights.revenue_retention",),
        empty="needs subscriptions (raw/generic/subscriptions)",
        sql="""
with months as (
    select month_on, nrr as net, grr as gross
    from insights.revenue_retention
    where scope = 'total' and is_complete and nrr is not null
    order by month_on desc
    limit 18
)

unpivot months on net, gross into name retention value share
order by month_on, retention
""",
        draw=lambda rows, v: marks.lines(
            rows, "month_on", "share", "retention", "Net and gross revenue retention", percent=True
        ),
    ),
]
