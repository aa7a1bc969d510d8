{# Daily budget of each campaign-day where the platform knows one: the campaign's own, else the
   sum over its ad groups that reported that day. #}
with stats as (
    select * from {{ ref('int_ad_stats') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }} where daily_budget_original > 0
),

days as (
    select source_relation, platform, campaign_key, date_day
    from stats
    where campaign_key is not null
    group by source_relation, platform, campaign_key, date_day
),

ad_group_days as (
    select source_relation, platform, campaign_key, ad_group_key, date_day
    from stats
    where campaign_key is not null and ad_group_key is not null and spend_original > 0
    group by source_relation, platform, campaign_key, ad_group_key, date_day
),

ad_group_budgets as (
    select
        ad_group_days.source_relation,
        ad_group_days.platform,
        ad_group_days.campaign_key,
        ad_group_days.date_day,
        {{ as_decimal('sum(ad_groups.daily_budget_original)') }} as daily_budget_original
    from ad_group_days
    inner join entities as ad_groups
        on {{ on_day('ad_group_days', 'ad_groups', 'ad_group') }}
    group by
        ad_group_days.source_relation, ad_group_days.platform, ad_group_days.campaign_key,
        ad_group_days.date_day
),

final as (
    select
        days.source_relation,
        days.platform,
        days.campaign_key,
        days.date_day,
        coalesce(campaigns.daily_budget_original, ad_group_budgets.daily_budget_original)
            as daily_budget_original
    from days
    left join entities as campaigns
        on {{ on_day('days', 'campaigns', 'campaign') }}
    left join ad_group_budgets
        on
            days.source_relation = ad_group_budgets.source_relation
            and days.platform = ad_group_budgets.platform
            and days.campaign_key = ad_group_budgets.campaign_key
            and days.date_day = ad_group_budgets.date_day
)

select * from final
