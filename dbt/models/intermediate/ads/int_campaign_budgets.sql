{# Daily budget of each campaign-day: the campaign's own where the platform knows one, else the sum
   over its ad groups that reported that day, else the day's share of a budget that a sheet gives
   the campaign. Of several budgets of a sheet the shortest period speaks for a day. It runs from
   its first day: days before the campaign ran count in budget_to_date. #}
with entities as (
    select * from {{ ref('int_ad_entities') }} where daily_budget_original > 0
),

budgets as (
    select * from {{ ref('int_budgets') }} where scope = 'campaign' and budget_original > 0
),

calendar as (
    select date_day from {{ ref('int_calendar') }}
),

days as (
    select source_relation, platform, campaign_key, campaign_id, date_day, currency
    from {{ ref('int_campaign_days') }}
    where campaign_key is not null
),

-- An id that two platforms use names no campaign in a sheet.
campaign_ids as (
    select
        campaign_id,
        max(source_relation) as source_relation,
        max(platform) as platform,
        max(campaign_key) as campaign_key,
        max(date_day) as last_day
    from days
    group by campaign_id
    having
        min(source_relation) = max(source_relation)
        and min(platform) = max(platform)
        and min(campaign_key) = max(campaign_key)
),

ad_group_days as (
    select source_relation, platform, campaign_key, ad_group_key, date_day
    from {{ ref('int_ad_stats') }}
    where campaign_key is not null and ad_group_key is not null
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

{%- set day_before = days_between('budgets.period_start_on', 'calendar.date_day') %}

shared as (
    select
        campaign_ids.source_relation,
        campaign_ids.platform,
        campaign_ids.campaign_key,
        calendar.date_day,
        {{ day_share('budgets.budget_original', day_before, 'budgets.day_count') }}
            as daily_budget_original,
        budgets.currency,
        row_number() over (
            partition by campaign_ids.campaign_id, calendar.date_day
            order by
                budgets.day_count asc nulls last,
                budgets.period_start_on asc nulls last,
                budgets.source_relation asc nulls last
        ) as choice
    from budgets
    inner join campaign_ids on budgets.scope_id = campaign_ids.campaign_id
    inner join calendar
        on
            budgets.period_start_on <= calendar.date_day
            and budgets.period_end_on >= calendar.date_day
            and campaign_ids.last_day >= calendar.date_day
),

of_platforms as (
    select
        days.source_relation,
        days.platform,
        days.campaign_key,
        days.date_day,
        days.currency,
        coalesce(
            campaigns.daily_budget_original, ad_group_budgets.daily_budget_original
        ) as daily_budget_original
    from days
    left join entities as campaigns
        on {{ on_day('days', 'campaigns', 'campaign') }}
    left join ad_group_budgets
        on
            days.source_relation = ad_group_budgets.source_relation
            and days.platform = ad_group_budgets.platform
            and days.campaign_key = ad_group_budgets.campaign_key
            and days.date_day = ad_group_budgets.date_day
),

{%- set ids = ['source_relation', 'platform', 'campaign_key', 'date_day'] %}

united as (
    select
        {%- for id in ids %}
        coalesce(of_platforms.{{ id }}, of_sheets.{{ id }}) as {{ id }},
        {%- endfor %}
        case
            when of_platforms.daily_budget_original is not null then of_platforms.currency
            else of_sheets.currency
        end as currency,
        coalesce(of_platforms.daily_budget_original, of_sheets.daily_budget_original)
            as daily_budget_original
    from of_platforms
    full outer join (select * from shared where choice = 1) as of_sheets
        on
            {%- for id in ids %}
            {{ 'and ' if not loop.first }}of_platforms.{{ id }} = of_sheets.{{ id }}
            {%- endfor %}
),

converted as (
    select united.*, {{ fx_amount('united.daily_budget_original') }} as daily_budget
    from united
    {{ fx_joins('united.currency', 'united.date_day') }}
),

final as (
    select
        *,
        sum(daily_budget) over (
            partition by
                source_relation, platform, campaign_key, cast(date_trunc('month', date_day) as date)
            order by date_day asc nulls last
            rows between unbounded preceding and current row
        ) as budget_to_date
    from converted
)

select * from final
