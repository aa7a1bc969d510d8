"""Insights: what marketing money brings back, against whom deals are won.

Belongs here: panels over the schema insights.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

SHORT_MEDIA = """attribution_model = $model
    and cost_basis = 'media'
    and horizon = 'short'"""

PANELS = [
    Panel(
        key="roas",
        part="Insights",
        title="Return on ad spend by channel",
        words="What paid touches earned, by the month of the touch, over ad spend. Green: the "
        "target band. Thick: all paid channels. Hollow: months whose touches can still earn "
        "credit.",
        needs=("insights.romi", "quality.builds"),
        empty="needs ad spend and sales with touches before them",
        sql=f"""
with paid as (
    select month_on, scope_id as channel, ad_spend, ad_revenue, is_mature
    from insights.romi
    where {SHORT_MEDIA}
        and scope = 'channel'
        and ad_spend > 0
        and month_end_on < $as_of
)

select
    month_on,
    coalesce(channel, 'All paid channels') as channel,
    sum(ad_spend) as ad_spend,
    sum(ad_revenue) as revenue,
    sum(ad_revenue) / sum(ad_spend) as roas,
    bool_and(is_mature) as is_mature
from paid
group by grouping sets ((month_on, channel), (month_on))
order by month_on, channel
""",
        draw=lambda rows, v: marks.months_against_band(
            rows, *map(float, v["roas_target"]), "Return on ad spend per month and channel"
        ),
        wide=True,
    ),
    Panel(
        key="channels",
        part="Insights",
        title="Channels in the last three mature months",
        words="What each channel cost and earned, and where the return on its ads stands in the "
        "target band.",
        needs=("insights.romi",),
        empty="needs a month whose touches have had their whole window",
        sql=f"""
with mature_months as (
    select distinct month_on
    from insights.romi
    where scope = 'total' and is_mature
    order by month_on desc
    limit 3
),

channels as (
    select
        scope_id as channel,
        sum(ad_spend) as spend,
        sum(revenue) as revenue,
        sum(ad_revenue) / nullif(sum(ad_spend), 0) as roas,
        sum(conversions) as sales
    from insights.romi
    where scope = 'channel' and month_on in (select month_on from mature_months)
        and {SHORT_MEDIA}
    group by scope_id
)

select
    channel,
    spend,
    revenue,
    sales,
    roas,
    case when roas < $roas_low then 'below' when roas > $roas_high then 'above'
        when roas is not null then 'within' end as band
from channels
where spend > 0 or revenue > 0
order by revenue desc nulls last, channel
""",
        draw=lambda rows, v: marks.table(
            rows,
            "channels",
            {
                "channel": "Channel",
                "spend": "Ad spend",
                "revenue": "Revenue",
                "sales": "Sales",
                "roas": "ROAS",
                "band": "Target",
            },
            money=["spend", "revenue"],
            counts=["sales"],
            factors=["roas"],
            statuses=["band"],
        ),
    ),
    Panel(
        key="customers",
        part="Insights",
        title="What a new customer costs and brings",
        words="Fully loaded cost; lifetime value over the long horizon; months whose touches can "
        "earn no more credit. A dash: not known for one of that month's customers.",
        needs=("insights.romi",),
        empty="needs a month with sales and costs whose touches have had their whole window",
        sql="""
select month_on, new_customers, cac, ltv_cac, cac_payback_months, mer
from insights.romi
where attribution_model = $model
    and scope = 'total'
    and cost_basis = 'fully_loaded'
    and horizon = 'long'
    and is_mature
order by month_on desc
limit 8
""",
        draw=lambda rows, v: marks.table(
            rows,
            "customers",
            {
                "month_on": "Month",
                "new_customers": "New customers",
                "cac": "CAC",
                "ltv_cac": "LTV : CAC",
                "cac_payback_months": "Payback, months",
                "mer": "Revenue : cost",
            },
            months=["month_on"],
            counts=["new_customers"],
            money=["cac"],
            factors=["ltv_cac", "cac_payback_months", "mer"],
        ),
    ),
    Panel(
        key="campaigns",
        part="Insights",
        title="Largest campaigns of the last 28 days",
        words="What the platform claims beside what own attribution credits. Credit for recent "
        "touches still grows.",
        needs=("insights.campaigns", "insights.campaign_attribution"),
        empty="needs reports of an ad platform",
        sql="""
with last_days as (
    select max(date_day) as last_day from insights.campaigns where spend > 0
),

claimed as (
    select
        campaign_key,
        max(campaign_name) as campaign,
        max(platform) as platform,
        sum(spend) as spend,
        sum(platform_conversions) as platform_conversions,
        sum(platform_value) as platform_value,
        sum(attributed_value) as attributed_value
    from insights.campaign_attribution
    cross join last_days
    where attribution_model = $model and date_day > last_day - 28 and date_day <= last_day
    group by campaign_key
)

select
    campaign,
    platform,
    spend,
    spend / nullif(platform_conversions, 0) as cost_per_conversion,
    platform_value / nullif(spend, 0) as platform_roas,
    attributed_value / nullif(spend, 0) as attributed_roas
from claimed
where spend > 0
order by spend desc, campaign
limit 10
""",
        draw=lambda rows, v: marks.table(
            rows,
            "campaigns",
            {
                "campaign": "Campaign",
                "platform": "Platform",
                "spend": "Ad spend",
                "cost_per_conversion": "Cost per conversion",
                "platform_roas": "ROAS claimed",
                "attributed_roas": "ROAS credited",
            },
            money=["spend"],
            factors=["cost_per_conversion", "platform_roas", "attributed_roas"],
        ),
        wide=True,
    ),
    Panel(
        key="competitors",
        part="Insights",
        title="Deals won against each competitor",
        words="Won of decided deals in which the competitor was named, last four quarters, with "
        "95 % bounds.",
        needs=("insights.competitive_win_loss",),
        empty="needs closed deals with a competitor logged",
        sql="""
with decided as (
    select
        competitor,
        sum(won) as won,
        sum(won + lost) as deals,
        sum(won) / nullif(sum(won + lost), 0) as win_rate
    from insights.competitive_win_loss
    where quarter_start_on > (
        select max(quarter_start_on) - interval 1 year from insights.competitive_win_loss
    )
    group by competitor
)

select
    competitor || ' (' || deals || ')' as competitor,
    won,
    deals,
    win_rate,
    (win_rate + 1.9208 / deals - 1.96 * sqrt((win_rate * (1 - win_rate) + 0.9604 / deals) / deals))
        / (1 + 3.8416 / deals) as low,
    (win_rate + 1.9208 / deals + 1.96 * sqrt((win_rate * (1 - win_rate) + 0.9604 / deals) / deals))
        / (1 + 3.8416 / deals) as high
from decided
where deals > 0
order by win_rate, competitor
""",
        draw=lambda rows, v: marks.ranges(
            rows, "competitor", "win_rate", "low", "high", "Win rate against each competitor"
        ),
    ),
    Panel(
        key="pacing",
        part="Insights",
        title="Spend against budget, last whole month",
        words="Per channel with a budget; 100 % is the budget, of the days whose cost is known.",
        needs=("insights.budget_pacing", "quality.builds"),
        empty="needs budgets (raw/generic/budgets)",
        sql="""
select scope_id as channel, budget, spend_to_date as spend, pacing,
    cast(round(100 * pacing) as integer) || ' %' as words
from insights.budget_pacing
where scope = 'channel'
    and pacing is not null
    and period_end_on = (
        select max(period_end_on)
        from insights.budget_pacing
        where period_end_on < $as_of and pacing is not null and scope = 'channel'
    )
order by budget desc, channel
""",
        draw=lambda rows, v: marks.bars(
            rows, "channel", "pacing", "words", "Spend as a share of budget", percent=True
        ),
    ),
    Panel(
        key="roadmap",
        part="Insights",
        title="Roadmap: shipped, and did it work",
        words="An initiative is judged by its outcome when its window closes; until then it is "
        "pending, not missed. Without metric, baseline and target it cannot be judged; not "
        "measured: the window closed without a figure that tells.",
        needs=("insights.roadmap",),
        empty="needs initiatives (raw/generic/roadmap_initiatives)",
        sql="""
select
    initiative,
    status,
    shipped_at,
    outcome_metric_id as outcome,
    outcome_progress,
    case
        when outcome_hit then 'reached'
        when not outcome_hit then 'missed'
        when outcome_metric_id is null or baseline_value is null or target_value is null
            then 'no outcome set'
        when is_window_closed then 'not measured'
        when status in ('shipped', 'measured') then 'pending'
    end as verdict
from insights.roadmap
where is_latest
order by shipped_at desc nulls last, initiative
limit 12
""",
        draw=lambda rows, v: marks.table(
            rows,
            "roadmap",
            {
                "initiative": "Initiative",
                "status": "Status",
                "shipped_at": "Shipped",
                "outcome": "Outcome metric",
                "outcome_progress": "Progress",
                "verdict": "Outcome",
            },
            days=["shipped_at"],
            shares=["outcome_progress"],
        ),
        wide=True,
    ),
    Panel(
        key="portfolio",
        part="Insights",
        title="Where the budget should go",
        words="Share of the budget that each product has and is advised, by growth potential "
        "(0 to 100), within floor, cap and largest shift: the last whole period.",
        needs=("insights.portfolio_allocation",),
        empty="needs products with revenue and cost",
        sql="""
select
    product_id,
    period_start_on,
    growth_potential,
    current_share,
    recommended_share,
    recommended_budget,
    is_complete
from insights.portfolio_allocation
where period_start_on = (
    select coalesce(max(period_start_on) filter (where is_complete), max(period_start_on))
    from insights.portfolio_allocation
)
order by recommended_share desc nulls last, product_id
""",
        draw=lambda rows, v: marks.table(
            rows,
            "portfolio",
            {
                "product_id": "Product",
                "growth_potential": "Growth potential",
                "current_share": "Share now",
                "recommended_share": "Share advised",
                "recommended_budget": "Budget advised",
            },
            counts=["growth_potential"],
            money=["recommended_budget"],
            shares=["current_share", "recommended_share"],
        ),
    ),
]
