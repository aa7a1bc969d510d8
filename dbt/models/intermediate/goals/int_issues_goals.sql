-- What goals lack and the night can live with; one row per connection, issue and key. What it
-- cannot live with (circles, unknown metrics) stops it by name.

with objectives as (
    select * from {{ ref('int_objectives') }}
),

measured as (
    select tree.ancestor_id as objective_id
    from {{ ref('okr_tree') }} as tree
    inner join {{ ref('stg_generic__key_results') }} as key_results
        on tree.descendant_id = key_results.objective_id
    group by tree.ancestor_id
),

targets as (
    select * from {{ ref('int_goal_targets') }}
),

found as (
    select
        'objective_not_measured' as issue, 'warn' as severity, objectives.source_relation,
        'objective' as entity, objectives.objective_id as key_text, cast(null as date) as date_day,
        'Neither it nor anything below it has a key result' as detail
    from objectives
    left join measured on objectives.objective_id = measured.objective_id
    where measured.objective_id is null
    union all
    select
        'goal_without_data', 'warn', 'generic', targets.subject_kind, targets.subject_id,
        cast(null as date),
        'Its metric and filter match no row of any day'
    from targets
    left join {{ ref('int_goal_measures') }} as measures
        on
            targets.subject_kind = measures.subject_kind
            and targets.subject_id = measures.subject_id
    where targets.metric is not null and measures.has_mature_days
    group by targets.subject_kind, targets.subject_id
    having count(measures.numerator) = 0
),

final as (
    {{ grouped_issues('goals') }}
)

select * from final
