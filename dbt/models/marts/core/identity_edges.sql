with links as (
    select * from {{ ref('int_identity_links') }}
),

people as (
    select * from {{ ref('int_people') }}
),

cookies as (
    select * from {{ ref('int_cookies') }}
),

accounts as (
    select * from {{ ref('int_person_accounts') }}
),

-- Accounts are the company's own, a contact is its CRM's.
merged as (
    select
        entity as left_kind,
        case entity
            when 'account' then merged_id
            else source_relation || '|' || crm || '|' || merged_id
        end as left_id,
        entity as right_kind,
        case entity
            when 'account' then survivor_id
            else source_relation || '|' || crm || '|' || survivor_id
        end as right_id,
        case when not is_resolved then 'merged_in_a_circle' end as why_unused
    from {{ ref('int_crm_merges') }}
    where entity in ('contact', 'account')
),

edges as (
    select
        links.left_kind, links.left_id, links.right_kind, links.right_id, links.why_linked,
        case
            when links.is_hub then 'hub'
            when links.left_kind = 'anonymous' and not cookies.is_bound then 'several_people'
        end as why_unused
    from links
    left join cookies
        on {{ key_where("links.left_kind = 'anonymous'", 'links.left_id') }} = cookies.anonymous_id
    union all
    select
        kind, id, 'account', account_id, why_linked,
        case when account_id <> person_account_id then 'other_account_chosen' end
    from accounts
    union all
    select left_kind, left_id, right_kind, right_id, 'crm_merge', min(why_unused)
    from merged
    group by left_kind, left_id, right_kind, right_id
),

-- The hash is dear: once per identity, not once per edge.
identities as (
    select left_kind as kind, left_id as id from edges
    union
    select right_kind, right_id from edges
),

keyed as (
    select
        kind,
        id,
        case when kind = 'account' then id else {{ published_key(['kind', 'id']) }} end
            as identity_key
    from identities
),

person_keys as (
    select
        people.kind,
        people.id,
        keyed.identity_key as person_key
    from people
    inner join keyed
        on people.person_kind = keyed.kind and people.person_id = keyed.id
),

named as (
    select
        edges.left_kind,
        lefts.identity_key as left_key,
        edges.right_kind,
        rights.identity_key as right_key,
        edges.why_linked,
        edges.why_unused is null as is_used,
        edges.why_unused,
        coalesce(left_people.person_key, right_people.person_key) as person_id
    from edges
    inner join keyed as lefts
        on edges.left_kind = lefts.kind and edges.left_id = lefts.id
    inner join keyed as rights
        on edges.right_kind = rights.kind and edges.right_id = rights.id
    left join person_keys as left_people
        on edges.left_kind = left_people.kind and edges.left_id = left_people.id
    left join person_keys as right_people
        on
            edges.right_kind = right_people.kind
            and {{ key_where('edges.why_unused is null', 'edges.right_id') }} = right_people.id
),

final as (
    select
        {{ surrogate_key(['left_kind', 'left_key', 'right_kind', 'right_key', 'why_linked']) }}
            as edge_id,
        *
    from named
)

select * from final
