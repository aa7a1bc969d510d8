-- Each returned row is a period in which a number of the catalogue is not that of the mart it is made from.
with own as (
    select metric, period_type, period_start_on, numerator, denominator
    from {{ ref('metric_values') }}
    where dimension = 'total'
),

-- Clicks of which nobody reports the impressions are in no click-through rate.
ad_days as (
    select date_day, sum(clicks) as clicks, sum(impressions) as impressions
    from {{ ref('campaigns') }}
    group by date_day, platform, channel, strategy
),

-- A deal against several competitors is one deal.
contested as (
    select source_relation, crm, opportunity_id, outcome, closed_on
    from {{ ref('competitive_deals') }}
    where outcome in ('won', 'lost')
    group by source_relation, crm, opportunity_id, outcome, closed_on
),

-- Months of return whose last day is over; what touches of running months earn is not told yet.
returns as (
    select romi.*, cast(date_trunc('quarter', romi.month_on) as date) as quarter_on
    from {{ ref('romi') }} as romi
    inner join {{ ref('int_clock') }} as clock on romi.month_end_on < clock.as_of_on
    where
        romi.scope = 'total'
        and romi.attribution_model = 'linear'
        and romi.cost_basis = 'program'
        and romi.horizon = 'short'
        and romi.net_profit is not null
),

theirs as (
    select
        'click_through_rate' as metric, 'month' as period_type,
        cast(date_trunc('month', date_day) as date) as start_on,
        sum(clicks) as numerator, sum(impressions) as denominator
    from ad_days
    where clicks is not null and impressions is not null
    group by cast(date_trunc('month', date_day) as date)
    union all
    select
        'engagement_rate', 'month', cast(date_trunc('month', date_day) as date),
        sum(engaged_sessions), sum(sessions)
    from {{ ref('awareness') }}
    group by cast(date_trunc('month', date_day) as date)
    union all
    select 'net_revenue_retention', 'month', month_on, retained_mrr, opening_mrr
    from {{ ref('revenue_retention') }}
    where scope = 'total'
    union all
    select
        'win_rate', 'month', cast(date_trunc('month', closed_on) as date),
        sum(case when outcome = 'won' then 1 else 0 end),
        sum(case when outcome in ('won', 'lost') then 1 else 0 end)
    from {{ ref('opportunities') }}
    where is_closed
    group by cast(date_trunc('month', closed_on) as date)
    union all
    select
        'competitive_win_rate', 'month', cast(date_trunc('month', closed_on) as date),
        sum(case when outcome = 'won' then 1 else 0 end), count(*)
    from contested
    group by cast(date_trunc('month', closed_on) as date)
    union all
    select
        'retention_day_28', 'month', cast(date_trunc('month', cohort_week_on) as date),
        sum(retained_users_calendar_day), sum(cohort_size)
    from {{ ref('retention') }}
    where retention_kind = 'n_day' and day_number = 28 and is_mature_calendar_day
    group by cast(date_trunc('month', cohort_week_on) as date)
    union all
    select 'romi_profit', 'month', month_on, net_profit, marketing_investment
    from returns
    union all
    select 'romi_profit', 'quarter', quarter_on, sum(net_profit), sum(marketing_investment)
    from returns
    group by quarter_on
)

select
    theirs.metric, theirs.period_type, theirs.start_on, own.numerator,
    theirs.numerator as mart_numerator
from theirs
cross join {{ ref('int_clock') }} as clock
left join own
    on
        theirs.metric = own.metric
        and theirs.period_type = own.period_type
        and theirs.start_on = own.period_start_on
where
    last_day(theirs.start_on) < clock.as_of_on
    and theirs.denominator > 0
    and (
        coalesce(own.numerator, 0) <> theirs.numerator
        or coalesce(own.denominator, 0) <> theirs.denominator
    )
