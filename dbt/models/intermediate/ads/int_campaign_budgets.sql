{# Daily budget of each campaign-day: the campaign's own where the platform knows one, else the sum
   over its ad groups that reported that day, else the day's share of a budget that a sheet gives
   the campaign. Of several budgets of a sheet the shortest period speaks for a day. #}
with stats as (
    select * from {{ ref('int_ad_stats') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }} where daily_budget_original > 0
),

budgets as (
    select * from {{ ref('int_budgets') }} where scope = 'campaign' and budget_original > 0
),

days as (
    select
        source_relation,
        platform,
        campaign_key,
        date_day,
        max(campaign_id) as campaign_id,
        max(currency) as currency
    from stats
    where campaign_key is not null
    group by source_relation, platform, campaign_key, date_day
),

-- An id that two platforms use names no campaign in a sheet.
campaign_ids as (
    select campaign_id
    from days
    group by campaign_id
    having
        min(source_relation) = max(source_relation)
        and min(platform) = max(platform)
        and min(campaign_key) = max(campaign_key)
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

sheet_days as (
    select
        days.campaign_id,
        days.date_day,
        budgets.budget_original,
        budgets.currency,
        budgets.day_count,
        {{ days_between('budgets.period_start_on', 'days.date_day') }} as day_before,
        row_number() over (
            partition by days.campaign_id, days.date_day
            order by
                budgets.day_count asc nulls last,
                budgets.period_start_on asc nulls last,
                budgets.source_relation asc nulls last
        ) as choice
    from days
    inner join campaign_ids
        on days.campaign_id = campaign_ids.campaign_id
    inner join budgets
        on
            days.campaign_id = budgets.scope_id
            and days.date_day >= budgets.period_start_on
            and days.date_day <= budgets.period_end_on
),

final as (
    select
        days.source_relation,
        days.platform,
        days.campaign_key,
        days.date_day,
        coalesce(
            campaigns.daily_budget_original,
            ad_group_budgets.daily_budget_original,
            {{ day_share(
                'sheet_days.budget_original', 'sheet_days.day_before', 'sheet_days.day_count'
            ) }}
        ) as daily_budget_original,
        case
            when
                campaigns.daily_budget_original is null
                and ad_group_budgets.daily_budget_original is null
                then sheet_days.currency
            else days.currency
        end as currency
    from days
    left join entities as campaigns
        on {{ on_day('days', 'campaigns', 'campaign') }}
    left join ad_group_budgets
        on
            days.source_relation = ad_group_budgets.source_relation
            and days.platform = ad_group_budgets.platform
            and days.campaign_key = ad_group_budgets.campaign_key
            and days.date_day = ad_group_budgets.date_day
    left join sheet_days
        on
            days.campaign_id = sheet_days.campaign_id
            and days.date_day = sheet_days.date_day
            and sheet_days.choice = 1
)

select * from final
