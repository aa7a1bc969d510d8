{# Campaign totals per day, dense over each campaign's active life. Per measure the coarsest
   grain that reported it counts, so that no two reports are added up. A day without rows is 0
   if the connection was loaded that day, unknown (NULL) otherwise. #}
{%- set grains = ['campaign', 'ad_group', 'ad', 'keyword', 'search_term'] %}
{%- set open_days = var('ads_open_days') | int %}
with stats as (
    select * from {{ ref('int_ad_stats') }} where is_counted
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select * from {{ ref('int_calendar') }}
),

reported as (
    select
        source_relation,
        platform,
        account_id,
        campaign_id,
        date_day,
        max(campaign_key) as campaign_key,
        {{- sum_of_grains(grains) }}
    from stats
    group by source_relation, platform, account_id, campaign_id, date_day
),

connection_days as (
    select source_relation, platform, date_day
    from reported
    group by source_relation, platform, date_day
),

connections as (
    select source_relation, platform, max(date_day) as last_day
    from connection_days
    group by source_relation, platform
),

lives as (
    select
        reported.source_relation,
        reported.platform,
        reported.account_id,
        reported.campaign_id,
        max(reported.campaign_key) as campaign_key,
        case when min(reported.currency) = max(reported.currency) then max(reported.currency) end
            as currency,
        min(reported.date_day) as first_day,
        max(reported.date_day) as last_day
    from reported
    group by reported.source_relation, reported.platform, reported.account_id, reported.campaign_id
),

-- A campaign still running when its connection fell silent goes on, unknown, up to yesterday.
spans as (
    select
        lives.*,
        connections.last_day as connection_last_day,
        case
            when lives.last_day < connections.last_day then lives.last_day
            else greatest(
                lives.last_day,
                least(
                    {{ add_days('clock.as_of_on', -1) }},
                    {{ add_days('lives.last_day', open_days) }}
                )
            )
        end as spine_last_day
    from lives
    inner join connections
        on
            lives.source_relation = connections.source_relation
            and lives.platform = connections.platform
    cross join clock
),

spine as (
    select
        spans.*,
        calendar.date_day,
        count(*) over (
            partition by spans.source_relation, spans.platform, calendar.date_day
        ) as running_campaigns
    from spans
    inner join calendar
        on calendar.date_day >= spans.first_day and calendar.date_day <= spans.spine_last_day
),

-- One silent campaign has paused; several that fall silent on one day were not loaded.
judged as (
    select
        spine.source_relation,
        spine.platform,
        spine.account_id,
        spine.campaign_id,
        spine.campaign_key,
        spine.currency as usual_currency,
        spine.date_day,
        connection_days.date_day is not null
        or (spine.running_campaigns = 1 and spine.date_day < spine.connection_last_day)
            as is_complete
    from spine
    left join connection_days
        on
            spine.source_relation = connection_days.source_relation
            and spine.platform = connection_days.platform
            and spine.date_day = connection_days.date_day
),

final as (
    select
        judged.source_relation,
        judged.platform,
        judged.account_id,
        judged.campaign_id,
        judged.campaign_key,
        judged.date_day,
        judged.is_complete,
        reported.campaign_id is not null as is_reported,
        case
            when reported.campaign_id is not null then reported.currency
            else judged.usual_currency
        end as currency,
        {%- for measure in additive_measures() %}
        case
            when reported.campaign_id is not null then reported.{{ measure[0] }}
            when judged.is_complete then 0
        end as {{ measure[0] }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from judged
    left join reported
        on
            judged.source_relation = reported.source_relation
            and judged.platform = reported.platform
            and judged.account_id = reported.account_id
            and judged.campaign_id = reported.campaign_id
            and judged.date_day = reported.date_day
)

select * from final
