{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days() }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

with events as (
    select * from {{ ref('int_event_days') }}
    where exclusion_reason is null
        and {{ only_bound_days(passes=true) }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

bound as (
    select
        events.date_day,
        coalesce(identity_map.person_kind, events.actor_kind) as person_kind,
        coalesce(identity_map.person_id, events.actor_id) as person_id,
        coalesce(merged.account_id, events.account_id, identity_map.account_id) as account_id,
        events.platform,
        events.events,
        events.meaningful_events,
        events.first_at,
        events.last_at,
        events.first_active_at,
        events.last_active_at
    from events
    left join identity_map
        on events.actor_kind = identity_map.actor_kind and events.actor_id = identity_map.actor_id
    left join identity_map as merged
        on merged.actor_kind = 'account' and events.account_id = merged.actor_id
    where identity_map.exclusion_reason is null
),

days as (
    select
        person_kind,
        person_id,
        account_id,
        date_day,
        cast(sum(events) as bigint) as events,
        cast(sum(meaningful_events) as bigint) as meaningful_events,
        {%- for platform in ['web', 'mobile', 'desktop', 'extension'] %}
        cast(sum(case when platform = '{{ platform }}' then events else 0 end) as bigint)
            as {{ platform }}_events,
        cast(sum(case when platform = '{{ platform }}' then meaningful_events else 0 end) as bigint)
            as {{ platform }}_meaningful_events,
        {%- endfor %}
        min(first_at) as first_at,
        max(last_at) as last_at,
        min(first_active_at) as first_active_at,
        max(last_active_at) as last_active_at
    from bound
    group by person_kind, person_id, account_id, date_day
),

-- The hash is dear: once per person, not once per row.
people as (
    select person_kind, person_id, {{ published_key(['person_kind', 'person_id']) }} as person_key
    from days
    group by person_kind, person_id
),

final as (
    select
        people.person_key,
        days.account_id,
        days.date_day,
        days.person_kind <> 'anonymous' as is_identified,
        days.events,
        days.meaningful_events,
        days.web_events,
        days.mobile_events,
        days.desktop_events,
        days.extension_events,
        days.web_meaningful_events,
        days.mobile_meaningful_events,
        days.desktop_meaningful_events,
        days.extension_meaningful_events,
        days.first_at,
        days.last_at,
        days.first_active_at,
        days.last_active_at
    from days
    inner join people
        on days.person_kind = people.person_kind and days.person_id = people.person_id
)

select * from final
