{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days([['generic', 'features']]) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- An event is a use of the feature whose key it carries and of those that list its name; a change
-- of the sheet of features binds every day anew.

with events as (
    select * from {{ ref('int_event_days') }}
    where exclusion_reason is null
        and {{ only_bound_days([['generic', 'features']], passes=true) }}
),

features as (
    select * from {{ ref('int_features') }}
),

used as (
    {{ feature_uses('events', 'features', [
        'actor_kind', 'actor_id', 'account_id', 'date_day', 'events', 'first_at',
    ]) }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

bound as (
    select
        used.date_day,
        used.feature_key,
        coalesce(identity_map.person_kind, used.actor_kind) as person_kind,
        coalesce(identity_map.person_id, used.actor_id) as person_id,
        coalesce(merged.account_id, used.account_id, identity_map.account_id) as account_id,
        used.events,
        used.first_at
    from used
    left join identity_map
        on used.actor_kind = identity_map.actor_kind and used.actor_id = identity_map.actor_id
    left join identity_map as merged
        on merged.actor_kind = 'account' and used.account_id = merged.actor_id
    where identity_map.exclusion_reason is null
),

days as (
    select
        person_kind,
        person_id,
        account_id,
        feature_key,
        date_day,
        cast(sum(events) as bigint) as uses,
        min(first_at) as first_at
    from bound
    group by person_kind, person_id, account_id, feature_key, date_day
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
        days.feature_key,
        days.date_day,
        days.uses,
        days.first_at
    from days
    inner join people
        on days.person_kind = people.person_kind and days.person_id = people.person_id
)

select * from final
