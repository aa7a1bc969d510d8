"""Adoption: who uses the product, who stays, what customers are worth over time.

Belongs here: panels over the schema adoption, and retention of revenue.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="features",
        part="Adoption",
        title="Adoption of features",
        words="Of the people who could use a feature at the end of each month, the share that "
        "adopted it: often enough, on enough days; one click is a trial.",
        needs=("adoption.feature_adoption",),
        empty="needs a list of features (raw/generic/features) and their use",
        sql="""
with ends as (
    select max(date_day) as date_day
    from adoption.feature_adoption
    where is_complete
    group by date_trunc('month', date_day)
    order by date_day desc
    limit 12
)

select
    feature_key as feature,
    strftime(date_day, '%b %y') as month,
    date_day,
    sum(adopted_users) as adopted_users,
    sum(eligible_users) as eligible_users,
    sum(adopted_users) / nullif(sum(eligible_users), 0) as adoption_rate
from adoption.feature_adoption
inner join ends using (date_day)
group by all
having sum(eligible_users) > 0
order by date_day, feature
""",
        draw=lambda rows, v: marks.heat(
            rows,
            "month",
            "feature",
            "adoption_rate",
            ("end of", ""),
            "Share of eligible users who adopted each feature, per month",
        ),
        wide=True,
    ),
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
        words="Share of each week's new users active on the day after their first, by calendar "
        "days. Empty: not reached yet.",
        needs=("adoption.retention",),
        empty="needs product events (Segment or raw/generic/events)",
        sql="""
select
    strftime(cohort_week_on, '%d %b %y') as week,
    day_number as day,
    retained_users_calendar_day as retained_users,
    cohort_size,
    retention_rate_calendar_day as retention_rate
from adoption.retention
where retention_kind = 'n_day'
    and cohort_week_on > (select max(cohort_week_on) - 98 from adoption.retention)
    and retention_rate_calendar_day is not null
order by cohort_week_on, day_number
""",
        draw=lambda rows, v: marks.heat(
            rows,
            "day",
            "week",
            "retention_rate",
            ("days since first use", "week of first use"),
            "Share of users active again, per week of first use and day",
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
    Panel(
        key="voice",
        part="Adoption",
        title="What customers say",
        words="Net promoter score over each respondent's latest answer, per month, with the 95 % "
        "margin of error as lines above and below.",
        needs=("insights.voice_of_customer",),
        empty="needs survey answers (raw/generic/survey_responses)",
        sql="""
with months as (
    select
        month_on,
        nps_answers,
        nps,
        nps - nps_margin as lower,
        nps + nps_margin as upper
    from insights.voice_of_customer
    where scope = 'total' and is_complete and nps is not null
    order by month_on desc
    limit 18
)

from (unpivot months on nps, lower, upper into name line value points)
order by month_on, line
""",
        draw=lambda rows, v: marks.lines(
            rows, "month_on", "points", "line", "Net promoter score per month, with its margin"
        ),
    ),
]
