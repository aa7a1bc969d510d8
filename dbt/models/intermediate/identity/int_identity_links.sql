{%- set limit = var('identity_hub_limit') -%}
-- Who is linked to whom and why, as tonight's rows say: a link that no row says any more is gone.
-- Hub guard: a mailbox or id that more than identity_hub_limit people share links none of them. Any
-- number of cookies may be one user's.

with identifies as (
    select * from {{ ref('stg_segment__identifies') }} where anonymous_id is not null
),

identities as (
    select * from {{ ref('stg_generic__identities') }} where exclusion_reason is null
),

nodes as (
    select * from {{ ref('int_identity_nodes') }}
),

contact_ids as (
    select * from {{ ref('int_contact_ids') }}
),

said as (
    select
        'anonymous' as left_kind, anonymous_id as left_id, 'user' as right_kind,
        user_id as right_id, 'identify_call' as why_linked
    from identifies
    where user_id is not null
    union all
    select 'anonymous', anonymous_id, 'user', user_id, 'identity_row'
    from identities
    union all
    select 'anonymous', anonymous_id, 'email', email_hash, 'identify_call'
    from identifies
    where user_id is null and email_hash is not null
    union all
    select kind, id, 'email', email_hash, 'same_email'
    from nodes
    where kind <> 'email' and email_hash is not null
    union all
    select
        'user', nodes.id, 'contact', coalesce(contact_ids.contact_key, nodes.contact_id),
        'contact_id'
    from nodes
    left join contact_ids
        on nodes.contact_id = contact_ids.contact_id
    where nodes.contact_id is not null
),

pairs as (
    select left_kind, left_id, right_kind, right_id, min(why_linked) as why_linked
    from said
    group by left_kind, left_id, right_kind, right_id
),

counted as (
    select
        *,
        case
            when left_kind = 'anonymous' then 0
            else count(*) over (partition by left_kind, left_id)
        end as left_links,
        case
            when left_kind = 'anonymous' and right_kind = 'user' then 0
            else sum(case when left_kind = 'anonymous' and right_kind = 'user' then 0 else 1 end)
                over (partition by right_kind, right_id)
        end as right_links
    from pairs
),

final as (
    select
        left_kind, left_id, right_kind, right_id, why_linked,
        cast(left_links as bigint) as left_links,
        cast(right_links as bigint) as right_links,
        left_links > {{ limit }} or right_links > {{ limit }} as is_hub
    from counted
)

select * from final
