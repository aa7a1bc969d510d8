-- The account that each identity is said to belong to, and the one each person is given: what use
-- of the product says, the latest word first, then the CRM, then the domain of the mailbox. Free
-- mail and domains that several accounts share say nothing.

with people as (
    select * from {{ ref('int_people') }}
),

nodes as (
    select * from {{ ref('int_identity_nodes') }}
),

cookies as (
    select * from {{ ref('int_cookies') }} where is_bound
),

survivors as (
    select * from {{ ref('int_account_ids') }}
),

domains as (
    select domain, min(account_id) as account_id
    from {{ ref('int_crm_accounts') }}
    where domain is not null and domain not in {{ sql_list(var('free_mail_domains')) }}
    group by domain
    having min(account_id) = max(account_id)
),

said as (
    select
        'user' as kind, user_id as id, account_id, seen_at, 1 as tier, 1 as origin,
        user_id as call_id, 'user_row' as why_linked
    from {{ ref('stg_segment__users') }}
    union all
    select 'user', user_id, account_id, seen_at, 1, 2, user_id, 'user_row'
    from {{ ref('stg_generic__users') }}
    where exclusion_reason is null
    union all
    select 'user', user_id, account_id, seen_at, 1, 3, group_call_id, 'group_call'
    from {{ ref('stg_segment__groups') }}
    where user_id is not null
    union all
    select
        cookies.person_kind, cookies.person_id, calls.account_id, calls.seen_at, 1, 3,
        calls.group_call_id, 'group_call'
    from {{ ref('stg_segment__groups') }} as calls
    inner join cookies
        on calls.anonymous_id = cookies.anonymous_id
    where calls.user_id is null
    union all
    select
        'contact', {{ contact_key() }}, account_id, cast(null as timestamp), 2, 0, contact_id,
        'contact_account'
    from {{ ref('int_crm_contacts') }}
    union all
    select
        nodes.kind, nodes.id, domains.account_id, cast(null as timestamp), 3, 0, nodes.id,
        'email_domain'
    from nodes
    inner join domains
        on nodes.email_domain = domains.domain
),

ranked as (
    select
        said.kind,
        said.id,
        people.person_kind,
        people.person_id,
        said.why_linked,
        coalesce(survivors.survivor_id, said.account_id) as account_id,
        row_number() over (
            partition by people.person_kind, people.person_id
            order by
                said.tier asc nulls last, said.seen_at desc nulls last,
                said.origin desc nulls last, said.call_id desc nulls last,
                said.account_id desc nulls last
        ) as choice
    from said
    inner join people
        on said.kind = people.kind and said.id = people.id
    left join survivors
        on said.account_id = survivors.account_id
    where said.account_id is not null
),

chosen as (
    select person_kind, person_id, account_id from ranked where choice = 1
),

final as (
    select
        ranked.kind,
        ranked.id,
        ranked.person_kind,
        ranked.person_id,
        ranked.account_id,
        chosen.account_id as person_account_id,
        min(ranked.why_linked) as why_linked
    from ranked
    inner join chosen
        on ranked.person_kind = chosen.person_kind and ranked.person_id = chosen.person_id
    group by
        ranked.kind, ranked.id, ranked.person_kind, ranked.person_id, ranked.account_id,
        chosen.account_id
)

select * from final
