-- Each returned row is an objective or key result that hangs nowhere: below itself (`circle`), more than okr_depth levels
-- deep, or under an objective that does not exist.
with objectives as (
    select * from {{ ref('int_objectives') }}
),

tree as (
    select * from {{ ref('okr_tree') }}
)

select 'circle' as fault, above.descendant_id as id, above.ancestor_id as parent_id
from tree as above
inner join tree as below
    on above.ancestor_id = below.descendant_id and above.descendant_id = below.ancestor_id
where above.distance > 0
union all
select 'circle', objective_id, parent_objective_id
from objectives
where objective_id = parent_objective_id
union all
select 'too deep', tree.descendant_id, tree.ancestor_id
from tree
inner join objectives on tree.ancestor_id = objectives.objective_id
where tree.distance = {{ var('okr_depth') | int }} and objectives.parent_objective_id is not null
union all
select 'orphan', below.objective_id, below.parent_objective_id
from objectives as below
left join objectives as above on below.parent_objective_id = above.objective_id
where below.parent_objective_id is not null and above.objective_id is null
union all
select 'orphan', key_results.key_result_id, key_results.objective_id
from {{ ref('stg_generic__key_results') }} as key_results
left join objectives on key_results.objective_id = objectives.objective_id
where objectives.objective_id is null
