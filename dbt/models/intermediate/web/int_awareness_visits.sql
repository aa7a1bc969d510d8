-- Visits per day and acquisition. A visitor is new in the first visit ever seen of it; a visit
-- that arrives late moves that first to an earlier day, so this is counted over all visits, every
-- night.

with sessions as (
    select * from {{ ref('sessions') }}
),

visitors as (
    select visitor_key, min(started_at) as first_at
    from sessions
    group by visitor_key
),

final as (
    select
        sessions.date_day,
        sessions.channel,
        sessions.source,
        sessions.medium,
        coalesce(sessions.campaign, '(not set)') as campaign,
        coalesce(sessions.content, '(not set)') as content,
        cast(count(*) as bigint) as sessions,
        cast(count(visitors.visitor_key) as bigint) as new_visitors,
        cast(sum(case when sessions.is_engaged then 1 else 0 end) as bigint) as engaged_sessions,
        cast(sum(case when sessions.is_bounce then 1 else 0 end) as bigint) as bounces,
        cast(sum(sessions.cta_views) as bigint) as cta_views,
        cast(sum(sessions.cta_clicks) as bigint) as cta_clicks,
        cast(sum(sessions.content_downloads) as bigint) as content_downloads,
        cast(sum(sessions.demo_views) as bigint) as demo_views
    from sessions
    left join visitors
        on sessions.visitor_key = visitors.visitor_key and sessions.started_at = visitors.first_at
    group by
        sessions.date_day, sessions.channel, sessions.source, sessions.medium,
        coalesce(sessions.campaign, '(not set)'), coalesce(sessions.content, '(not set)')
)

select * from final
