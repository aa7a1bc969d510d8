with costs as (
    select * from {{ ref('marketing_costs') }}
    where cost_type in ('media', 'program')
),

campaign_days as (
    select * from {{ ref('int_campaign_days') }}
),

campaigns as (
    select * from {{ ref('dim_campaign') }}
),

dates as (
    select * from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

ad_days as (
    select
        campaigns.channel,
        days.date_day,
        days.impressions,
        days.clicks,
        days.is_complete
    from campaign_days as days
    inner join campaigns
        on
            days.source_relation = campaigns.source_relation
            and days.platform = campaigns.platform
            and days.account_id = campaigns.account_id
            and days.campaign_id = campaigns.campaign_id
),

-- A channel lives from its first to its last day with cost, with something shown, or unknown.
seen as (
    select channel, date_day from costs
    union all
    select channel, date_day from ad_days where impressions > 0 or not is_complete
),

lives as (
    select seen.channel, min(seen.date_day) as first_day, max(seen.date_day) as last_day
    from seen
    cross join clock
    where seen.date_day < clock.as_of_on
    group by seen.channel
),

ad_channels as (
    select channel
    from ad_days
    group by channel
),

spend_weeks as (
    select
        costs.channel,
        dates.week_start_on,
        {{ complete_sum('costs.amount', 'costs.amount_original', 'true') }} as spend,
        min(case when costs.is_complete then 1 else 0 end) = 1 as is_complete
    from costs
    inner join dates on costs.date_day = dates.date_day
    group by costs.channel, dates.week_start_on
),

-- A campaign that does not say how often it was shown leaves its channel's sum unknown.
ad_weeks as (
    select
        ad_days.channel,
        dates.week_start_on,
        {%- for measure in ['impressions', 'clicks'] %}
        case
            when count(ad_days.{{ measure }}) = count(*)
                then cast(sum(ad_days.{{ measure }}) as bigint)
        end as {{ measure }},
        {%- endfor %}
        min(case when ad_days.is_complete then 1 else 0 end) = 1 as is_complete
    from ad_days
    inner join dates on ad_days.date_day = dates.date_day
    group by ad_days.channel, dates.week_start_on
),

-- Whole weeks only: the first one begins with the data, the last one is over.
weeks as (
    select
        dates.week_start_on,
        dates.week_end_on,
        {{ is_week_mature('dates.week_end_on') }} as is_mature
    from dates
    cross join clock
    cross join (select min(first_day) as first_day from lives) as span
    where
        dates.date_day = dates.week_end_on
        and dates.week_start_on >= span.first_day
        and dates.week_end_on < clock.as_of_on
),

joined as (
    select
        weeks.*,
        lives.channel,
        weeks.week_end_on >= lives.first_day and weeks.week_start_on <= lives.last_day
            as is_active,
        spend_weeks.channel is null as is_without_cost,
        spend_weeks.spend,
        ad_channels.channel is not null as is_ad_channel,
        ad_weeks.channel is null as is_without_ads,
        ad_weeks.impressions,
        ad_weeks.clicks,
        coalesce(spend_weeks.is_complete, true) and coalesce(ad_weeks.is_complete, true)
            as is_loaded
    from weeks
    cross join lives
    left join ad_channels on lives.channel = ad_channels.channel
    left join spend_weeks
        on lives.channel = spend_weeks.channel and weeks.week_start_on = spend_weeks.week_start_on
    left join ad_weeks
        on lives.channel = ad_weeks.channel and weeks.week_start_on = ad_weeks.week_start_on
),

final as (
    select
        week_start_on,
        week_end_on,
        '(all)' as geo,
        channel,
        case
            when is_active and is_loaded
                then case when is_without_cost then {{ as_decimal(0) }} else spend end
        end as spend,
        '{{ var("reporting_currency") }}' as currency,
        {%- for measure in ['impressions', 'clicks'] %}
        case
            when is_active and is_loaded and is_ad_channel
                then case when is_without_ads then 0 else {{ measure }} end
        end as {{ measure }},
        {%- endfor %}
        is_active,
        is_active and is_loaded as is_complete,
        is_mature
    from joined
)

select * from final
