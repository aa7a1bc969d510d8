with days as (
    select * from {{ ref('int_campaign_days') }}
),

campaigns as (
    select * from {{ ref('dim_campaign') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }}
),

budgets as (
    select * from {{ ref('int_campaign_budgets') }}
),

named as (
    select
        days.*,
        fx.fx_rate,
        fx.fx_date,
        campaigns.account_name,
        campaigns.campaign_name,
        versions.entity_name as campaign_name_at_the_time,
        campaigns.strategy,
        campaigns.channel_type,
        campaigns.channel,
        {%- for field in utm_fields() %}
        campaigns.utm_{{ field }},
        {%- endfor %}
        campaigns.account_timezone,
        campaigns.is_tz_aligned,
        case
            when budgets.currency = days.currency then budgets.daily_budget_original
        end as daily_budget_original,
        budgets.daily_budget,
        budgets.budget_to_date,
        cast(date_trunc('month', days.date_day) as date) as month_start_on
    from days
    left join campaigns
        on
            days.source_relation = campaigns.source_relation
            and days.platform = campaigns.platform
            and days.account_id = campaigns.account_id
            and days.campaign_id = campaigns.campaign_id
    left join entities as versions
        on {{ on_day('days', 'versions', 'campaign') }}
    left join budgets
        on
            days.source_relation = budgets.source_relation
            and days.platform = budgets.platform
            and days.campaign_key = budgets.campaign_key
            and days.date_day = budgets.date_day
    {{ fx_joins('days.currency', 'days.date_day') }}
),

paced as (
    select
        *,
        sum(case when daily_budget is not null then spend end) over month_to_date as budgeted_spend
    from named
    window month_to_date as (
        partition by source_relation, platform, account_id, campaign_id, month_start_on
        order by date_day asc nulls last
        rows between unbounded preceding and current row
    )
),

final as (
    select
        date_day,
        source_relation,
        platform,
        account_id,
        account_name,
        campaign_id,
        campaign_name,
        campaign_name_at_the_time,
        channel_type,
        channel,
        strategy,
        {%- for field in utm_fields() %}
        utm_{{ field }},
        {%- endfor %}
        spend,
        spend_original,
        currency,
        fx_rate,
        fx_date,
        impressions,
        clicks,
        platform_conversions,
        platform_value,
        platform_value_original,
        view_through_conversions,
        {{- campaign_ratios() }},
        {{ wilson_bound('platform_conversions', 'clicks', 'low') }} as conversion_rate_low,
        {{ wilson_bound('platform_conversions', 'clicks', 'high') }} as conversion_rate_high,
        coalesce(clicks, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        daily_budget,
        daily_budget_original,
        {{ ratio('budgeted_spend', 'budget_to_date') }} as pacing,
        account_timezone,
        is_tz_aligned,
        is_complete
    from paced
)

select * from final
