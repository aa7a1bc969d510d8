{%- set rounds = var('identity_rounds') -%}
-- Users, contacts and mailboxes that are one person. Every identity starts as a person of its own;
-- in each round all that share a link take the smallest name among them, so that names run along
-- chains of {{ rounds }} links. A chain that is longer is not settled; a test then stops the night.

with nodes as (
    select kind, id from {{ ref('int_identity_nodes') }}
    group by kind, id
),

links as (
    select * from {{ ref('int_identity_links') }}
    where left_kind <> 'anonymous' and not is_hub
),

ties as (
    select kind, id, kind as link_kind, id as link_id from nodes
    union all
    select left_kind, left_id, right_kind, right_id from links
),

round_0 as (
    select *, {{ person_rank('kind') }} || '|' || id as name from ties
),

{%- for round in range(1, rounds + 1) %}

shared_{{ round }} as (
    select
        kind, id, link_kind, link_id,
        min(name) over (partition by link_kind, link_id) as name
    from round_{{ round - 1 }}
),

round_{{ round }} as (
    select
        kind, id, link_kind, link_id,
        min(name) over (partition by kind, id) as name
    from shared_{{ round }}
),
{%- endfor %}

judged as (
    select
        *,
        min(name) over (partition by link_kind, link_id)
        = max(name) over (partition by link_kind, link_id) as is_settled
    from round_{{ rounds }}
),

final as (
    select
        kind,
        id,
        case substring(min(name), 1, 1)
            when '1' then 'user' when '2' then 'contact' else 'email'
        end as person_kind,
        substring(min(name), 3) as person_id,
        min(case when is_settled then 1 else 0 end) = 1 as is_settled
    from judged
    group by kind, id
)

select * from final
