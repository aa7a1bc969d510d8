{%- set depth = var('okr_depth') | int %}
-- Engines without recursion climb one level per step; a tree that is deeper than {{ depth }} levels
-- or runs in a circle stops the night (tests/goals).

with objectives as (
    select * from {{ ref('int_objectives') }}
),

step_0 as (
    select
        objective_id as ancestor_id,
        objective_id as descendant_id,
        parent_objective_id as next_id,
        0 as distance
    from objectives
),

{%- for step in range(1, depth + 1) %}

step_{{ step }} as (
    select
        objectives.objective_id as ancestor_id,
        below.descendant_id,
        objectives.parent_objective_id as next_id,
        {{ step }} as distance
    from step_{{ step - 1 }} as below
    inner join objectives on below.next_id = objectives.objective_id
),
{%- endfor %}

pairs as (
    {%- for step in range(depth + 1) %}
    select ancestor_id, descendant_id, distance from step_{{ step }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

nearest as (
    select ancestor_id, descendant_id, min(distance) as distance
    from pairs
    group by ancestor_id, descendant_id
),

final as (
    select
        nearest.ancestor_id,
        nearest.descendant_id,
        cast(nearest.distance as bigint) as distance,
        above.objective as ancestor,
        above.level as ancestor_level,
        above.owner as ancestor_owner,
        below.objective as descendant,
        below.level as descendant_level,
        below.owner as descendant_owner,
        below.ends_on as descendant_ends_on,
        above.ends_on as ancestor_ends_on
    from nearest
    inner join objectives as above on nearest.ancestor_id = above.objective_id
    inner join objectives as below on nearest.descendant_id = below.objective_id
)

select * from final
