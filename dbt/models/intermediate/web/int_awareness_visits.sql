-- Visits per day and acquisition. A visitor is new in the first visit ever seen of it; a visit
-- that arrives late moves that first to an earlier day, so this is counted over all visits, every
-- night. A visit that an ad campaign paid for stands in the campaign's channel, as its cost and
-- its leads do.

with sessions as (
    select * from {{ ref('sessions') }}
),

paid as (
    select touch_id, cost_channel from {{ ref('touchpoints') }} where campaign_key is not null
),

labelled as (
    select sessions.*, coalesce(paid.cost_channel, sessions.channel) as shown_channel
    from sessions
    left join paid on sessions.session_id = paid.touch_id
),

visitors as (
    select visitor_key, min(started_at) as first_at
    from sessions
    group by visitor_key
),

final as (
    select
        labelled.date_day,
        labelled.shown_channel as channel,
        labelled.source,
        labelled.medium,
        coalesce(labelled.campaign, '(not set)') as campaign,
        coalesce(labelled.content, '(not set)') as content,
        cast(count(*) as bigint) as sessions,
        cast(count(visitors.visitor_key) as bigint) as new_visitors,
        cast(sum(case when labelled.is_engaged then 1 else 0 end) as bigint) as engaged_sessions,
        cast(sum(case when labelled.is_bounce then 1 else 0 end) as bigint) as bounces,
        cast(sum(labelled.cta_views) as bigint) as cta_views,
        cast(sum(labelled.cta_clicks) as bigint) as cta_clicks,
        cast(sum(labelled.content_downloads) as bigint) as content_downloads,
        cast(sum(labelled.demo_views) as bigint) as demo_views
    from labelled
    left join visitors
        on labelled.visitor_key = visitors.visitor_key and labelled.started_at = visitors.first_at
    group by
        labelled.date_day, labelled.shown_channel, labelled.source, labelled.medium,
        coalesce(labelled.campaign, '(not set)'), coalesce(labelled.content, '(not set)')
)

select * from final
