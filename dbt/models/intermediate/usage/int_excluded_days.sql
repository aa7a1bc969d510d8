{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days() }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- Events that core.user_days leaves out, per day, reason and what was used. Who is staff is known
-- late; a day is counted again when someone on it turns out to be, or not to be.

with event_days as (
    select * from {{ ref('int_event_days') }}
    where {{ only_bound_days(passes=true) }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

reasoned as (
    select
        event_days.source_name,
        event_days.source_relation,
        event_days.table_name,
        event_days.date_day,
        event_days.feature_key,
        event_days.event,
        coalesce(event_days.exclusion_reason, identity_map.exclusion_reason) as reason,
        event_days.events
    from event_days
    left join identity_map
        on event_days.actor_kind = identity_map.actor_kind
        and event_days.actor_id = identity_map.actor_id
),

final as (
    select
        source_name, source_relation, table_name, date_day, feature_key, event, reason,
        cast(sum(events) as bigint) as row_count
    from reasoned
    where reason is not null
    group by
        source_name, source_relation, table_name, date_day, feature_key, event, reason
)

select * from final
