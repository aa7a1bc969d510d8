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

counted as (
    select *, count(*) over (partition by link_kind, link_id) as sharers from ties
),

-- Most identities share nothing with anybody; the rounds are for the others.
round_0 as (
    select kind, id, link_kind, link_id, {{ person_rank('kind') }} || '|' || id as name
    from counted
    where sharers > 1
),

{%- for round in range(1, rounds + 1) %}

shared_{{ round }} as (
    select
        kind, id, link_kind, link_id,
        min(name) over (partition by link_kind, link_id) as name
    from round_{{ round - 1 }}
),

round_{{ round }} as {{ materialized() }} (
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

named as (
    select
        kind,
        id,
        min(name) as name,
        min(case when is_settled then 1 else 0 end) = 1 as is_settled
    from judged
    group by kind, id
),

final as (
    select
        nodes.kind,
        nodes.id,
        case substring(named.name, 1, 1)
            when '1' then 'user' when '2' then 'contact' when '3' then 'email' else nodes.kind
        end as person_kind,
        coalesce(substring(named.name, 3), nodes.id) as person_id,
        coalesce(named.is_settled, true) as is_settled
    from nodes
    left join named
        on nodes.kind = named.kind and nodes.id = named.id
)

select * from final
