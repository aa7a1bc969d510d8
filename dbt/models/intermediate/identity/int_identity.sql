-- What is known tonight about raw identities: the user behind a cookie, the account and contact of
-- a user, who is staff. Rebuilt every night; facts are bound to it late. User, account and cookie
-- ids are the company's own and mean the same in every connection, so the map has no
-- source_relation.

with identifies as (
    select * from {{ ref('stg_segment__identifies') }}
),

identities as (
    select * from {{ ref('stg_generic__identities') }} where exclusion_reason is null
),

segment_users as (
    select * from {{ ref('stg_segment__users') }}
),

generic_users as (
    select * from {{ ref('stg_generic__users') }} where exclusion_reason is null
),

group_calls as (
    select * from {{ ref('stg_segment__groups') }}
),

cookie_users as (
    select anonymous_id, user_id from identifies
    where anonymous_id is not null and user_id is not null
    union all
    select anonymous_id, user_id from identities
),

-- Hub guard: a cookie seen with several users (a shared device or mailbox) belongs to none of them.
cookies as (
    select anonymous_id, min(user_id) as user_id
    from cookie_users
    group by anonymous_id
    having min(user_id) = max(user_id)
),

users as (
    select user_id, contact_id, is_internal, email_domain from segment_users
    union all
    select user_id, contact_id, is_internal, email_domain from generic_users
    union all
    select user_id, null as contact_id, false as is_internal, email_domain
    from identifies
    where user_id is not null
    union all
    select user_id, null as contact_id, false as is_internal, null as email_domain
    from identities
    union all
    select user_id, null as contact_id, false as is_internal, null as email_domain
    from group_calls
    where user_id is not null
),

user_traits as (
    select
        user_id,
        case when min(contact_id) = max(contact_id) then min(contact_id) end as contact_id,
        max(case
            when is_internal or email_domain in {{ sql_list(var('internal_domains')) }} then 1
            else 0
        end) = 1 as is_internal
    from users
    group by user_id
),

-- The latest word wins, whoever said it; the order is total.
user_accounts as (
    select user_id, account_id, seen_at, 1 as origin, user_id as call_id
    from segment_users
    where account_id is not null
    union all
    select user_id, account_id, seen_at, 2 as origin, user_id as call_id
    from generic_users
    where account_id is not null
    union all
    select
        coalesce(calls.user_id, cookies.user_id) as user_id,
        calls.account_id, calls.seen_at, 3 as origin, calls.group_call_id as call_id
    from group_calls as calls
    left join cookies
        on calls.anonymous_id = cookies.anonymous_id
    where coalesce(calls.user_id, cookies.user_id) is not null
),

ranked_accounts as (
    select
        user_id,
        account_id,
        row_number() over (
            partition by user_id
            order by
                seen_at desc nulls last, origin desc nulls last,
                call_id desc nulls last, account_id desc nulls last
        ) as recency
    from user_accounts
),

people as (
    select
        traits.user_id,
        traits.contact_id,
        traits.is_internal,
        accounts.account_id
    from user_traits as traits
    left join ranked_accounts as accounts
        on traits.user_id = accounts.user_id
        and accounts.recency = 1
),

final as (
    select
        'user' as actor_kind, user_id as actor_id, 'user' as person_kind, user_id as person_id,
        user_id, account_id, contact_id, is_internal
    from people
    union all
    select
        'anonymous' as actor_kind, cookies.anonymous_id as actor_id, 'user' as person_kind,
        cookies.user_id as person_id, cookies.user_id, people.account_id, people.contact_id,
        people.is_internal
    from cookies
    inner join people
        on cookies.user_id = people.user_id
)

select * from final
