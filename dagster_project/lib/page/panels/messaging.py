"""Messaging: who sees, considers and buys.

Belongs here: panels over the schema messaging.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="visits",
        part="Messaging",
        title="Visits per week by channel",
        words="Sessions of the last 26 whole weeks, in the channel that brought them.",
        needs=("messaging.awareness", "quality.builds"),
        empty="needs page views of the site (Segment or raw/generic/events)",
        sql="""
select
    cast(date_trunc('week', date_day) as date) as week_on,
    channel,
    sum(sessions) as visits
from messaging.awareness
where date_day < date_trunc('week', $as_of)
    and date_day >= date_trunc('week', $as_of) - interval 26 week
group by all
having sum(sessions) > 0
order by week_on, channel
""",
        draw=lambda rows, v: marks.stacked(
            rows, "yearweek(week_on)", "visits", "channel", None, "Visits per week and channel"
        ),
    ),
    Panel(
        key="funnel",
        part="Messaging",
        title="Funnel of the last 90 days",
        words="First entries of people and deals into each stage, and their share of the stage "
        "before (a snapshot; cohorts are in messaging.funnel_cohorts).",
        needs=("core.conversions", "quality.builds"),
        empty="needs leads and deals of a CRM",
        sql="""
with stages (place, conversion_type, stage) as (
    values (1, 'lead', 'Leads'), (2, 'mql', 'Marketing-qualified leads'),
        (3, 'opportunity', 'Opportunities'), (4, 'won', 'Won deals')
),

entered as (
    select stages.place, stages.stage, count(conversions.conversion_id) as entries
    from stages
    left join core.conversions as conversions
        on conversions.conversion_type = stages.conversion_type
        and conversions.date_day >= $as_of - 90
        and conversions.date_day < $as_of
    group by all
)

select
    stage,
    entries,
    entries / nullif(lag(entries) over (order by place), 0) as share_of_stage_before,
    entries || coalesce('  (' || cast(round(
        100 * entries / nullif(lag(entries) over (order by place), 0)
    ) as integer) || ' %)', '') as words
from entered
where (select sum(entries) from entered) > 0
order by place
""",
        draw=lambda rows, v: marks.bars(
            rows, "stage", "entries", "words", "Entries into each stage of the funnel"
        ),
    ),
    Panel(
        key="cohorts",
        part="Messaging",
        title="Where the funnel leaks",
        words="Of the people who entered a stage, the share that reached the next in the longest "
        "window: weeks whose window is over, last quarter of them, with 95 % bounds.",
        needs=("messaging.funnel_cohorts",),
        empty="needs leads and deals whose windows are over",
        sql="""
with mature as (
    select *
    from messaging.funnel_cohorts
    where is_mature
        and entity_kind = 'person'
        and to_stage_number = from_stage_number + 1
        and window_days = (select max(window_days) from messaging.funnel_cohorts)
),

steps as (
    select
        from_stage_number,
        from_stage,
        to_stage,
        sum(entered) as entered,
        sum(reached) as reached,
        sum(reached) / nullif(sum(entered), 0) as rate
    from mature
    where week_start_on > (select max(week_start_on) - 91 from mature)
    group by all
)

select
    from_stage || ' → ' || to_stage || ' (' || entered || ')' as step,
    entered,
    reached,
    rate,
    (rate + 1.9208 / entered - 1.96 * sqrt((rate * (1 - rate) + 0.9604 / entered) / entered))
        / (1 + 3.8416 / entered) as low,
    (rate + 1.9208 / entered + 1.96 * sqrt((rate * (1 - rate) + 0.9604 / entered) / entered))
        / (1 + 3.8416 / entered) as high
from steps
where entered > 0
order by from_stage_number, step
""",
        draw=lambda rows, v: marks.ranges(
            rows, "step", "rate", "low", "high", "Share that reached the next stage of the funnel"
        ),
        wide=True,
    ),
    Panel(
        key="consideration",
        part="Messaging",
        title="Consideration by channel, last 90 days",
        words="Leads and what they cost, in the channel of the touch before them.",
        needs=("messaging.consideration", "quality.builds"),
        empty="needs leads of a CRM or forms",
        sql="""
select
    channel,
    sum(leads) as leads,
    sum(mqls) as mqls,
    sum(leads_to_mql) / nullif(sum(leads), 0) as mql_rate,
    sum(content_downloads) as content_downloads,
    sum(trials) as trials,
    sum(cost) / nullif(sum(leads), 0) as cost_per_lead
from messaging.consideration
where date_basis = 'conversion'
    and content = '(all)'
    and date_day >= $as_of - 90
    and date_day < $as_of
group by channel
having sum(leads) > 0 or sum(trials) > 0
order by leads desc nulls last, channel
""",
        draw=lambda rows, v: marks.table(
            rows,
            "consideration",
            {
                "channel": "Channel",
                "leads": "Leads",
                "mqls": "MQLs",
                "mql_rate": "Lead to MQL",
                "trials": "Trials",
                "cost_per_lead": "Cost per lead",
            },
            counts=["leads", "mqls", "trials"],
            shares=["mql_rate"],
            factors=["cost_per_lead"],
        ),
    ),
    Panel(
        key="conversion",
        part="Messaging",
        title="Conversion by channel, last 90 days",
        words="Opportunities, decided deals and bookings, on their own day.",
        needs=("messaging.conversion", "quality.builds"),
        empty="needs deals of a CRM",
        sql="""
select
    channel,
    sum(opps) as opportunities,
    sum(won) as won,
    sum(won + lost) as decided,
    sum(won) / nullif(sum(won + lost), 0) as win_rate,
    sum(bookings) as bookings,
    sum(cost) / nullif(sum(customers), 0) as cost_per_customer
from messaging.conversion
where date_basis = 'conversion'
    and content = '(all)'
    and segment = '(all)'
    and date_day >= $as_of - 90
    and date_day < $as_of
group by channel
having sum(opps) > 0 or sum(won + lost) > 0
order by bookings desc nulls last, channel
""",
        draw=lambda rows, v: marks.table(
            rows,
            "conversion",
            {
                "channel": "Channel",
                "opportunities": "Opportunities",
                "won": "Won",
                "win_rate": "Win rate",
                "bookings": "Bookings",
                "cost_per_customer": "Cost per customer",
            },
            counts=["opportunities", "won"],
            shares=["win_rate"],
            money=["bookings", "cost_per_customer"],
        ),
    ),
]
