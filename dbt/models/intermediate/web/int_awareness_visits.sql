-- Visits per day and acquisition. A visitor is new in the first visit ever seen of it; a visit
-- that arrives late moves that first to an earlier day, so this is counted over all visits, every
-- night. A visit that an ad campaign paid for stands under the campaign's names, as its cost and
-- its leads do.

with sessions as (
    select * from {{ ref('sessions') }}
),

paid as (
    select * from {{ ref('int_touch_labels') }}
),

labelled as (
    select
        sessions.*,
        coalesce(paid.channel, sessions.channel) as shown_channel,
        coalesce(paid.source, sessions.source) as shown_source,
        coalesce(paid.medium, sessions.medium) as shown_medium,
        coalesce(paid.campaign, sessions.campaign, '(not set)') as shown_campaign,
        coalesce(sessions.content, '(not set)') as shown_content
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
        labelled.shown_source as source,
        labelled.shown_medium as medium,
        labelled.shown_campaign as campaign,
        labelled.shown_content as content,
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
        labelled.date_day, labelled.shown_channel, labelled.shown_source, labelled.shown_medium,
        labelled.shown_campaign, labelled.shown_content
)

select * from final
