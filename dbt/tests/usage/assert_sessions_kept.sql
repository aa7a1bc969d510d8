-- A returned row means that visits were lost between the private fact, core.sessions and messaging.awareness.
with visits as (
    select count(*) as all_visits from {{ ref('int_sessions') }}
),

staff as (
    select count(*) as staff_visits
    from {{ ref('int_sessions') }} as sessions
    inner join (select * from {{ ref('int_identity') }} where exclusion_reason is not null) as identity_map
        on sessions.actor_kind = identity_map.actor_kind and sessions.actor_id = identity_map.actor_id
),

published as (
    select count(*) as published_visits from {{ ref('sessions') }}
),

shown as (
    select coalesce(sum(sessions), 0) as shown_visits from {{ ref('awareness') }}
)

select *
from visits
cross join staff
cross join published
cross join shown
where all_visits <> published_visits + staff_visits or shown_visits <> published_visits
