-- Adoption is as it stands on the last day of the period, the trailing window of feature_adoption;
-- stickiness is over the days of the period, growth over its users and those of the one before.

with lifecycle as (
    select * from {{ ref('usage_lifecycle') }} where scope = 'total'
),

usage_days as (
    select
        date_day,
        cast(sum(dau) as bigint) as dau,
        cast(sum(mau) as bigint) as mau
    from {{ ref('product_usage') }}
    where is_complete
    group by date_day
),

core_days as (
    select
        date_day,
        cast(count(distinct feature_key) as bigint) as core_features,
        cast(sum(tried_users) as bigint) as core_used,
        cast(sum(adopted_users) as bigint) as core_adopted,
        cast(sum(exposed_users) as bigint) as core_available
    from {{ ref('feature_adoption') }}
    where is_core and is_complete
    group by date_day
),

periods as (
    select
        *,
        {{ next_period('period_type', 'period_on') }} as next_period_on
    from lifecycle
),

days as (
    select
        periods.period_type,
        periods.period_on,
        cast(sum(usage_days.dau) as bigint) as dau_sum,
        cast(sum(usage_days.mau) as bigint) as mau_sum,
        max(usage_days.date_day) as seen_on
    from periods
    inner join usage_days
        on
            periods.period_on <= usage_days.date_day
            and periods.next_period_on > usage_days.date_day
    group by periods.period_type, periods.period_on
),

rated as (
    select
        periods.period_type,
        periods.period_on,
        days.seen_on,
        core_days.core_features,
        core_days.core_used,
        core_days.core_available,
        {{ ratio('core_days.core_used', 'core_days.core_available') }} as adoption,
        core_days.core_adopted,
        usage_days.mau as active_users,
        {{ ratio('core_days.core_adopted', 'usage_days.mau') }} as breadth,
        days.dau_sum,
        days.mau_sum,
        {{ ratio('days.dau_sum', 'days.mau_sum') }} as stickiness,
        case when periods.is_complete then periods.gained end as gained,
        case when periods.is_complete then periods.churned end as churned,
        case when periods.is_complete then {{ ratio('periods.gained', 'periods.churned') }} end
            as growth,
        periods.is_complete
    from periods
    inner join days
        on periods.period_type = days.period_type and periods.period_on = days.period_on
    left join core_days on days.seen_on = core_days.date_day
    left join usage_days on days.seen_on = usage_days.date_day
),

-- Each part counts at most as a whole. NULL if one of them is not known.
final as (
    select
        *,
        {{ ratio(at_most_one('adoption') ~ ' + stickiness + ' ~ at_most_one('growth'), 3, 100) }}
            as product_engagement_score,
        coalesce(active_users, 0) < {{ var('low_sample_size') | int }} as is_low_sample
    from rated
)

select * from final
