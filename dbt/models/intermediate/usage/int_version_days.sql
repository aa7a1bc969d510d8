{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days() }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- Active users per surface, version of the app and day. Who uses several versions on a day counts
-- on the one used last, so versions add up.

with events as (
    select * from {{ ref('int_event_days') }}
    where exclusion_reason is null and app_version is not null and meaningful_events > 0
        and {{ only_bound_days(passes=true) }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

bound as (
    select
        coalesce(events.platform, '(unknown)') as surface,
        events.app_version,
        events.date_day,
        coalesce(identity_map.person_kind, events.actor_kind) as person_kind,
        coalesce(identity_map.person_id, events.actor_id) as person_id,
        max(events.last_active_at) as last_at
    from events
    left join identity_map
        on events.actor_kind = identity_map.actor_kind and events.actor_id = identity_map.actor_id
    where
        identity_map.exclusion_reason is null
        and (
            coalesce(identity_map.person_kind, events.actor_kind) <> 'anonymous'
            or events.account_id is not null
        )
    group by
        coalesce(events.platform, '(unknown)'), events.app_version, events.date_day,
        coalesce(identity_map.person_kind, events.actor_kind),
        coalesce(identity_map.person_id, events.actor_id)
),

ranked as (
    select
        *,
        row_number() over (
            partition by surface, date_day, person_kind, person_id
            order by last_at desc nulls last, app_version desc nulls last
        ) as place
    from bound
),

final as (
    select surface, app_version, date_day, cast(count(*) as bigint) as active_users
    from ranked
    where place = 1
    group by surface, app_version, date_day
)

select * from final
