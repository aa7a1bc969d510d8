-- Everyone who is known by more than a cookie: users, surviving contacts, and mailboxes that only a
-- cookie has named; with what each source says of them. Several rows per identity.

with identifies as (
    select * from {{ ref('stg_segment__identifies') }}
),

segment_users as (
    select * from {{ ref('stg_segment__users') }}
),

generic_users as (
    select * from {{ ref('stg_generic__users') }} where exclusion_reason is null
),

identities as (
    select * from {{ ref('stg_generic__identities') }} where exclusion_reason is null
),

group_calls as (
    select * from {{ ref('stg_segment__groups') }}
),

contacts as (
    select * from {{ ref('int_crm_contacts') }}
),

contact_ids as (
    select * from {{ ref('int_contact_ids') }}
),

said as (
    select 'user' as kind, user_id as id, email_hash, email_domain, contact_id, is_internal
    from segment_users
    union all
    select 'user', user_id, email_hash, email_domain, contact_id, is_internal
    from generic_users
    union all
    select
        case when user_id is not null then 'user' else 'email' end, coalesce(user_id, email_hash),
        email_hash, email_domain, null, false
    from identifies
    where coalesce(user_id, email_hash) is not null
    union all
    select 'user', user_id, null, null, null, false
    from identities
    union all
    select 'user', user_id, null, null, null, false
    from group_calls
    where user_id is not null
    union all
    select
        'contact', {{ contact_key() }}, email_hash, email_domain, null, is_internal
    from contacts
    union all
    select 'contact', contact_key, null, null, null, false
    from contact_ids
),

final as (
    select
        kind, id, email_hash, email_domain, contact_id,
        max(case
            when is_internal or email_domain in {{ sql_list(var('internal_domains')) }} then 1
            else 0
        end) = 1 as is_internal,
        max(case
            when email_domain in {{ sql_list(var('test_domains')) }} then 1
            else 0
        end) = 1 as is_test
    from said
    group by kind, id, email_hash, email_domain, contact_id
)

select * from final
