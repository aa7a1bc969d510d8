{%- set depth = var('okr_depth') | int %}
-- An objective is the weighted mean of what contributes to it: its own key results and the
-- objectives right below it, each under its own weight, so that every key result counts once.
-- Level by level from the leaves, {{ depth }} levels up.

with key_results as (
    select * from {{ ref('okr_scores') }}
),

objectives as (
    select * from {{ ref('int_objectives') }}
),

tree as (
    select * from {{ ref('okr_tree') }}
),

-- Every day on which anything below an objective is shown, it is shown too.
moments as (
    select tree.ancestor_id as objective_id, key_results.as_of_on
    from tree
    inner join key_results on tree.descendant_id = key_results.objective_id
    group by tree.ancestor_id, key_results.as_of_on
),

own as (
    select
        objective_id,
        as_of_on,
        {{ as_decimal('sum(case when is_counted then weight else 0 end)', 28, 6) }} as weight,
        cast(sum(case when is_counted
            then cast(weight * cast(score as decimal(12, 9)) as decimal(28, 9)) else 0 end
        ) as decimal(28, 9)) as weighted
    from key_results
    group by objective_id, as_of_on
),

level_0 as (
    select objective_id, as_of_on, weight, weighted, weight as all_weight, weighted as all_weighted
    from own
),

{%- for level in range(1, depth + 1) %}

scored_{{ level - 1 }} as (
    select
        objective_id,
        as_of_on,
        cast({{ ratio('all_weighted', 'all_weight') }} as decimal(12, 9)) as score
    from level_{{ level - 1 }}
),

from_below_{{ level }} as (
    select
        objectives.parent_objective_id as objective_id,
        below.as_of_on,
        cast(sum(objectives.weight) as decimal(28, 6)) as weight,
        cast(sum(cast(objectives.weight * below.score as decimal(28, 9))) as decimal(28, 9))
            as weighted
    from scored_{{ level - 1 }} as below
    inner join objectives on below.objective_id = objectives.objective_id
    where below.score is not null and objectives.parent_objective_id is not null
    group by objectives.parent_objective_id, below.as_of_on
),

level_{{ level }} as (
    select
        moments.objective_id,
        moments.as_of_on,
        coalesce(own.weight, 0) as weight,
        coalesce(own.weighted, 0) as weighted,
        cast(coalesce(own.weight, 0) + coalesce(below.weight, 0) as decimal(28, 6)) as all_weight,
        cast(coalesce(own.weighted, 0) + coalesce(below.weighted, 0) as decimal(28, 9))
            as all_weighted
    from moments
    left join own
        on moments.objective_id = own.objective_id and moments.as_of_on = own.as_of_on
    left join from_below_{{ level }} as below
        on moments.objective_id = below.objective_id and moments.as_of_on = below.as_of_on
),
{%- endfor %}

counted as (
    select
        tree.ancestor_id as objective_id,
        key_results.as_of_on,
        cast(count(*) as bigint) as key_results,
        {{ count_if('key_results.is_counted') }} as key_results_counted
    from tree
    inner join key_results on tree.descendant_id = key_results.objective_id
    group by tree.ancestor_id, key_results.as_of_on
),

scored as (
    select
        objective_id,
        as_of_on,
        {{ ratio('weighted', 'weight') }} as own_score,
        {{ ratio('all_weighted', 'all_weight') }} as score
    from level_{{ depth }}
),

final as (
    select
        objectives.objective_id,
        scored.as_of_on,
        scored.as_of_on = max(scored.as_of_on) over (partition by scored.objective_id)
            as is_latest,
        objectives.parent_objective_id,
        objectives.level,
        objectives.owner,
        objectives.objective,
        objectives.pma_part,
        objectives.priority,
        objectives.starts_on,
        objectives.ends_on,
        objectives.weight,
        counted.key_results,
        counted.key_results_counted,
        scored.own_score,
        scored.score,
        {{ elapsed_share('objectives.starts_on', 'objectives.ends_on', 'scored.as_of_on') }}
            as expected,
        {{ ratio(
            'scored.score',
            elapsed_share('objectives.starts_on', 'objectives.ends_on', 'scored.as_of_on')
        ) }}
            as pace,
        {{ goal_band('scored.score') }} as band
    from scored
    inner join objectives on scored.objective_id = objectives.objective_id
    inner join counted
        on scored.objective_id = counted.objective_id and scored.as_of_on = counted.as_of_on
)

select * from final
