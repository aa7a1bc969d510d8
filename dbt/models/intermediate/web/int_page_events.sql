{{ config(materialized='ephemeral') }}

-- Site events of every source in one shape: page views, and the events around them on the web.
-- Product events of other platforms are usage, not visits.

with pages as (
    select * from {{ ref('stg_segment__pages') }}
    where exclusion_reason is null and coalesce(anonymous_id, user_id) is not null
),

tracks as (
    select * from {{ ref('stg_segment__tracks') }}
    where exclusion_reason is null and coalesce(anonymous_id, user_id) is not null
        and coalesce(platform, 'web') = 'web'
),

generic_events as (
    select * from {{ ref('stg_generic__events') }}
    where exclusion_reason is null and coalesce(anonymous_id, user_id) is not null
        and coalesce(platform, 'web') = 'web'
),

final as (
    select
        source_relation, 'pages' as table_name, event_id, anonymous_id, user_id,
        occurred_at, date_day,
        'page' as event, true as is_page_view,
        case
            when instr(url, '?') > 0 then url
            else coalesce(url, '') || coalesce(search, '')
        end as url,
        referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content
    from pages
    union all
    select
        source_relation, 'tracks' as table_name, event_id, anonymous_id, user_id,
        occurred_at, date_day,
        event, false as is_page_view, url,
        referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content
    from tracks
    union all
    select
        source_relation, 'events' as table_name, event_id, anonymous_id, user_id,
        occurred_at, date_day,
        event, is_page_view, url,
        referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content
    from generic_events
)

select * from final
