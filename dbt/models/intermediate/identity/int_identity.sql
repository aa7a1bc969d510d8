-- What is known tonight about raw identities: the person and account behind a cookie, user or
-- contact, and whether that person counts. Rebuilt every night; facts are bound to it late. User,
-- account and cookie ids are the company's own and mean the same in every connection, so they have
-- no source_relation here; a contact has one row by its id and, as crm_contact, one by its CRM's.

with people as (
    select * from {{ ref('int_people') }}
),

cookies as (
    select * from {{ ref('int_cookies') }} where is_bound
),

contact_ids as (
    select * from {{ ref('int_contact_ids') }}
),

account_ids as (
    select * from {{ ref('int_account_ids') }}
),

-- Whom surveys and e-mails name without saying what kind of id it is.
named_ids as (
    select respondent_id as id from {{ ref('stg_generic__survey_responses') }}
    union
    select recipient_id from {{ ref('stg_generic__email_events') }}
),

accounts as (
    select person_kind, person_id, max(person_account_id) as account_id
    from {{ ref('int_person_accounts') }}
    group by person_kind, person_id
),

excluded as (
    select
        people.person_kind,
        people.person_id,
        case
            when max(case when nodes.is_internal then 1 else 0 end) = 1 then 'internal'
            when max(case when nodes.is_test then 1 else 0 end) = 1 then 'test'
        end as exclusion_reason
    from people
    inner join {{ ref('int_identity_nodes') }} as nodes
        on people.kind = nodes.kind and people.id = nodes.id
    group by people.person_kind, people.person_id
),

actors as (
    select 'user' as actor_kind, id as actor_id, person_kind, person_id
    from people
    where kind = 'user'
    union all
    select 'anonymous', anonymous_id, person_kind, person_id
    from cookies
    union all
    select 'crm_contact', id, person_kind, person_id
    from people
    where kind = 'contact'
    union all
    -- whose mailbox it is; one that too many share is nobody's
    select 'mailbox', mailboxes.email_hash, people.person_kind, people.person_id
    from (
        select email_hash, min(holder) as holder
        from (
            select right_id as email_hash, left_kind || '|' || left_id as holder
            from {{ ref('int_identity_links') }}
            where left_kind <> 'anonymous' and right_kind = 'email' and not is_hub
            union all
            select id, kind || '|' || id from people where kind = 'email'
        ) as holders
        group by email_hash
    ) as mailboxes
    inner join people
        on mailboxes.holder = people.kind || '|' || people.id
    union all
    select 'contact', contact_ids.contact_id, people.person_kind, people.person_id
    from contact_ids
    inner join people
        on people.kind = 'contact' and contact_ids.contact_key = people.id
    union all
    select
        'respondent', named_ids.id, coalesce(users.person_kind, contacts.person_kind),
        coalesce(users.person_id, contacts.person_id)
    from named_ids
    left join people as users on users.kind = 'user' and named_ids.id = users.id
    left join contact_ids on named_ids.id = contact_ids.contact_id
    left join people as contacts
        on contacts.kind = 'contact' and contact_ids.contact_key = contacts.id
    where coalesce(users.person_id, contacts.person_id) is not null
),

final as (
    select
        actors.actor_kind,
        actors.actor_id,
        actors.person_kind,
        actors.person_id,
        accounts.account_id,
        excluded.exclusion_reason
    from actors
    left join accounts
        on actors.person_kind = accounts.person_kind and actors.person_id = accounts.person_id
    left join excluded
        on actors.person_kind = excluded.person_kind and actors.person_id = excluded.person_id
    union all
    -- an account that was merged away
    select 'account', account_id, null, null, survivor_id, null
    from account_ids
)

select * from final
