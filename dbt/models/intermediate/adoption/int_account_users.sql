-- Users per account, with the day from which they are known: that of their sign-up or their first
-- event, whichever is earlier. Who works in several accounts is a user of each.

with seen as (
    select person_key, account_id, min(date_day) as known_on
    from {{ ref('user_days') }}
    where account_id is not null
    group by person_key, account_id
),

identity_map as (
    select * from {{ ref('int_identity') }}
    where actor_kind = 'user' and account_id is not null
),

signed_up as (
    select
        identity_map.person_kind,
        identity_map.person_id,
        identity_map.account_id,
        min(signups.signed_up_on) as known_on
    from {{ ref('int_signups') }} as signups
    inner join identity_map on signups.user_id = identity_map.actor_id
    group by identity_map.person_kind, identity_map.person_id, identity_map.account_id
),

unioned as (
    select person_key, account_id, known_on from seen
    union all
    select {{ published_key(['person_kind', 'person_id']) }} as person_key, account_id, known_on
    from signed_up
),

final as (
    select person_key, account_id, min(known_on) as known_on
    from unioned
    group by person_key, account_id
)

select * from final
