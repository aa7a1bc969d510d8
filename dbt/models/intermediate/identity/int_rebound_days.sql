{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    post_hook="{{ record_built() }}",
) }}

-- Days on which someone acted whose binding has changed, with the load in which that was noticed.
-- Published facts rebuild them besides the days whose events changed. Looked up once a night for
-- all of them.

with changed as (
    select actor_kind, actor_id from {{ ref('int_identity_log') }}
    {%- if is_incremental() %}
    where load_id > {{ last_built() }}
    {%- endif %}
    group by actor_kind, actor_id
),

event_days as (
    select * from {{ ref('int_event_days') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

days as (
    select event_days.date_day
    from event_days
    inner join changed
        on event_days.actor_kind = changed.actor_kind and event_days.actor_id = changed.actor_id
    group by event_days.date_day
    union
    select event_days.date_day
    from event_days
    inner join changed
        on changed.actor_kind = 'account' and event_days.account_id = changed.actor_id
    group by event_days.date_day
    union
    select sessions.date_day
    from sessions
    inner join changed
        on sessions.actor_kind = changed.actor_kind and sessions.actor_id = changed.actor_id
    group by sessions.date_day
),

final as (
    select clock.load_id, days.date_day
    from days
    cross join clock
)

select * from final
