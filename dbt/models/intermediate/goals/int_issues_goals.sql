-- Objectives that nothing measures; one row per connection, issue and key. What a night cannot live
-- with (circles, unknown metrics) stops it by name; key results say themselves why they lack data.

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

found as (
    select
        'objective_not_measured' as issue, 'warn' as severity, objectives.source_relation,
        'objective' as entity, objectives.objective_id as key_text, cast(null as date) as date_day,
        'Neither it nor anything below it has a key result' as detail
    from objectives
    left join measured on objectives.objective_id = measured.objective_id
    where measured.objective_id is null
),

final as (
    {{ grouped_issues('goals') }}
)

select * from final
