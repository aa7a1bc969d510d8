{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ usage_delete_days() }}",
    post_hook="{{ record_built() }}",
) }}

-- One scan of the raw events: events per raw identity, name and day. Bots and deleted rows are
-- tallied in the same pass, without their identities, so kept + excluded = raw by construction.

with pages as (
    select * from {{ ref('stg_segment__pages') }}
    where {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

tracks as (
    select * from {{ ref('stg_segment__tracks') }}
    where {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

generic_events as (
    select * from {{ ref('stg_generic__events') }}
    where {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

events as (
    select
        'segment' as source_name, 'pages' as table_name,
        source_relation, date_day, exclusion_reason,
        user_id, anonymous_id, cast(null as string) as account_id, 'web' as platform,
        cast(null as string) as feature_key, 'page' as event, true as is_page_view,
        cast(null as string) as app_version, occurred_at
    from pages
    union all
    select
        'segment' as source_name, 'tracks' as table_name,
        source_relation, date_day, exclusion_reason,
        user_id, anonymous_id, account_id, platform,
        feature_key, event, false as is_page_view, app_version, occurred_at
    from tracks
    union all
    select
        'generic' as source_name, 'events' as table_name,
        source_relation, date_day, exclusion_reason,
        user_id, anonymous_id, account_id, platform,
        feature_key, event, is_page_view, app_version, occurred_at
    from generic_events
),

flagged as (
    select
        source_name,
        table_name,
        source_relation,
        date_day,
        coalesce(
            exclusion_reason,
            case when user_id is null and anonymous_id is null then 'no_identity' end
        ) as exclusion_reason,
        coalesce(user_id, anonymous_id) as actor_id,
        case when user_id is not null then 'user' else 'anonymous' end as actor_kind,
        account_id,
        platform,
        nullif(feature_key, '') as feature_key,
        event,
        nullif(app_version, '') as app_version,
        {{ is_meaningful('event', 'is_page_view') }} as is_meaningful,
        occurred_at
    from events
),

final as (
    select
        source_name,
        table_name,
        source_relation,
        date_day,
        exclusion_reason,
        case when exclusion_reason is null then actor_kind end as actor_kind,
        case when exclusion_reason is null then actor_id end as actor_id,
        case when exclusion_reason is null then account_id end as account_id,
        case when exclusion_reason is null then platform end as platform,
        case when exclusion_reason is null then feature_key end as feature_key,
        case when exclusion_reason is null then event end as event,
        case when exclusion_reason is null then app_version end as app_version,
        cast(count(*) as bigint) as events,
        cast(sum(case when is_meaningful then 1 else 0 end) as bigint) as meaningful_events,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
        min(case when is_meaningful then occurred_at end) as first_active_at,
        max(case when is_meaningful then occurred_at end) as last_active_at
    from flagged
    group by
        source_name,
        table_name,
        source_relation,
        date_day,
        exclusion_reason,
        case when exclusion_reason is null then actor_kind end,
        case when exclusion_reason is null then actor_id end,
        case when exclusion_reason is null then account_id end,
        case when exclusion_reason is null then platform end,
        case when exclusion_reason is null then feature_key end,
        case when exclusion_reason is null then event end,
        case when exclusion_reason is null then app_version end
)

select * from final
