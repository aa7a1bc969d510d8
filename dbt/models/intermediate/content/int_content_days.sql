{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ usage_delete_days() }}",
    post_hook="{{ record_built() }}",
) }}
-- Pages seen, calls to action seen and clicked, assets fetched: per raw identity and day. What an
-- event does not name is named after the page it happened on.

with pages as (
    select * from {{ ref('stg_segment__pages') }}
    where exclusion_reason is null and {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

tracks as (
    select * from {{ ref('stg_segment__tracks') }}
    where exclusion_reason is null and event in {{ sql_list(content_events()) }}
        and {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

generic_events as (
    select * from {{ ref('stg_generic__events') }}
    where exclusion_reason is null
        and (is_page_view or event in {{ sql_list(content_events()) }})
        and {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

events as (
    select
        source_relation, date_day, anonymous_id, user_id, 'page' as event, true as is_page_view,
        url, cast(null as string) as properties
    from pages
    union all
    select source_relation, date_day, anonymous_id, user_id, event, false, url, properties
    from tracks
    union all
    select source_relation, date_day, anonymous_id, user_id, event, is_page_view, url, properties
    from generic_events
),

named as (
    select
        source_relation,
        date_day,
        case when anonymous_id is not null then 'anonymous' else 'user' end as actor_kind,
        coalesce(anonymous_id, user_id) as actor_id,
        event,
        is_page_view,
        {{ path_of('url') }} as path,
        {{ first_property('properties', var('asset_properties')) }} as asset_name
    from events
    where coalesce(anonymous_id, user_id) is not null
),

placed as (
    select
        *,
        case
            when is_page_view then {{ page_kind('path') }}
            when event in {{ sql_list(var('content_download_events')) }} then 'download'
            else 'cta'
        end as asset_type,
        case when is_page_view then path else coalesce(asset_name, path) end as asset_id,
        is_page_view or event in {{ sql_list(var('cta_view_events')) }} as is_view
    from named
),

final as (
    select
        source_relation,
        date_day,
        actor_kind,
        actor_id,
        asset_type,
        asset_id,
        cast(sum(case when is_view then 1 else 0 end) as bigint) as views,
        cast(sum(case when is_view then 0 else 1 end) as bigint) as clicks
    from placed
    group by source_relation, date_day, actor_kind, actor_id, asset_type, asset_id
)

select * from final
