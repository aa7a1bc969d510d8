-- Who signed up when: users with the day their account was made, staff left out. A user that two
-- sources know counts once, on the earlier day.

with users as (
    select user_id, created_at from {{ ref('stg_segment__users') }}
    union all
    select user_id, created_at from {{ ref('stg_generic__users') }} where exclusion_reason is null
),

identity_map as (
    select * from {{ ref('int_identity') }} where actor_kind = 'user'
),

first_seen as (
    select user_id, min(created_at) as signed_up_at
    from users
    where created_at is not null
    group by user_id
),

final as (
    select
        first_seen.user_id,
        first_seen.signed_up_at,
        {{ reporting_day('first_seen.signed_up_at') }} as signed_up_on
    from first_seen
    left join identity_map on first_seen.user_id = identity_map.actor_id
    where identity_map.exclusion_reason is null
)

select * from final
