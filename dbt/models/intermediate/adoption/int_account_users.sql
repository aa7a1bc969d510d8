-- Users per account, with the day from which they are known: that of their sign-up or their first
-- event, whichever is earlier. Who works in several accounts is a user of each; a sign-up speaks
-- for the account that was used first.

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
        {{ published_key(['identity_map.person_kind', 'identity_map.person_id']) }} as person_key,
        identity_map.account_id,
        min(signups.signed_up_on) as known_on
    from {{ ref('int_signups') }} as signups
    inner join identity_map on signups.user_id = identity_map.actor_id
    group by identity_map.person_kind, identity_map.person_id, identity_map.account_id
),

begun as (
    select person_key, min(known_on) as first_on from seen group by person_key
),

unioned as (
    select person_key, account_id, known_on from seen
    union all
    select signed_up.person_key, signed_up.account_id, signed_up.known_on
    from signed_up
    left join begun on signed_up.person_key = begun.person_key
    left join seen
        on signed_up.person_key = seen.person_key and signed_up.account_id = seen.account_id
    where begun.first_on is null or seen.known_on = begun.first_on
),

final as (
    select person_key, account_id, min(known_on) as known_on
    from unioned
    group by person_key, account_id
)

select * from final
