-- Each returned row is a period in which a number of the catalogue is not that of the mart it is made from.
with own as (
    select metric, period_start_on, numerator, denominator
    from {{ ref('metric_values') }}
    where dimension = 'total' and period_type = 'month'
),

-- Clicks of which nobody reports the impressions are in no click-through rate.
ad_days as (
    select date_day, sum(clicks) as clicks, sum(impressions) as impressions
    from {{ ref('campaigns') }}
    group by date_day, platform, channel, strategy
),

theirs as (
    select
        'click_through_rate' as metric, cast(date_trunc('month', date_day) as date) as month_on,
        sum(clicks) as numerator, sum(impressions) as denominator
    from ad_days
    where clicks is not null and impressions is not null
    group by cast(date_trunc('month', date_day) as date)
    union all
    select
        'engagement_rate', cast(date_trunc('month', date_day) as date),
        sum(engaged_sessions), sum(sessions)
    from {{ ref('awareness') }}
    group by cast(date_trunc('month', date_day) as date)
    union all
    select 'net_revenue_retention', month_on, retained_mrr, opening_mrr
    from {{ ref('revenue_retention') }}
    where scope = 'total'
    union all
    select
        'win_rate', cast(date_trunc('month', closed_on) as date),
        sum(case when outcome = 'won' then 1 else 0 end),
        sum(case when outcome in ('won', 'lost') then 1 else 0 end)
    from {{ ref('opportunities') }}
    where is_closed
    group by cast(date_trunc('month', closed_on) as date)
)

select theirs.metric, theirs.month_on, own.numerator, theirs.numerator as mart_numerator
from theirs
cross join {{ ref('int_clock') }} as clock
left join own on theirs.metric = own.metric and theirs.month_on = own.period_start_on
where
    last_day(theirs.month_on) < clock.as_of_on
    and theirs.denominator > 0
    and (
        coalesce(own.numerator, 0) <> theirs.numerator
        or coalesce(own.denominator, 0) <> theirs.denominator
    )
