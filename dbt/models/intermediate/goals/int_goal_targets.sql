-- Whatever is judged by a metric of the catalogue, one row each: key results over the period of
-- their objective, initiatives over the days after they shipped. Filters have one column per
-- dimension; landing has refused those that name a dimension the metric does not have.

with key_results as (
    select *
    from {{ first_connection(ref('stg_generic__key_results'), 'key_result_id') }} as sheet
),

initiatives as (
    select *
    from {{ first_connection(ref('stg_generic__roadmap_initiatives'), 'initiative_id') }} as sheet
),

objectives as (
    select * from {{ ref('int_objectives') }}
),

-- A parent goes on showing what a child came to, so the child is shown until the parent ends.
ends as (
    select descendant_id, max(ancestor_ends_on) as shown_until_on
    from {{ ref('okr_tree') }}
    group by descendant_id
),

subjects as (
    select
        'key_result' as subject_kind,
        key_results.key_result_id as subject_id,
        key_results.metric,
        key_results.filter_text,
        objectives.starts_on,
        objectives.ends_on,
        objectives.starts_on as shown_from_on,
        ends.shown_until_on
    from key_results
    inner join objectives on key_results.objective_id = objectives.objective_id
    inner join ends on key_results.objective_id = ends.descendant_id
    union all
    select
        'initiative',
        initiative_id,
        outcome_metric,
        filter_text,
        {{ add_days('shipped_on', 1) }},
        {{ add_days('shipped_on', 'window_days') }},
        least(committed_on, shipped_on),
        date '2100-01-01'
    from initiatives
),

terms as (
    select
        subject_kind,
        subject_id,
        trim(split_part(item, '=', 1)) as dimension,
        {{ filter_value('item') }} as dimension_value
    from {{ split_rows('subjects', ['subject_kind', 'subject_id'], 'filter_text', ';') }} as items
),

filters as (
    select
        subject_kind,
        subject_id,
        {%- for dimension in metric_dimensions() %}
        max(case when dimension = '{{ dimension }}' then dimension_value end)
            as filter_{{ dimension }}{{ ',' if not loop.last }}
        {%- endfor %}
    from terms
    group by subject_kind, subject_id
),

final as (
    select
        subjects.subject_kind,
        subjects.subject_id,
        subjects.metric,
        subjects.filter_text,
        subjects.starts_on,
        subjects.ends_on,
        subjects.shown_from_on,
        greatest(
            subjects.shown_until_on,
            {{ add_days('subjects.ends_on', 'coalesce(metrics.maturity_days, 0)') }}
        ) as shown_until_on,
        {{ filter_columns('filters.') }},
        metrics.accumulates,
        metrics.window_days,
        coalesce(metrics.maturity_days, 0) as maturity_days,
        metrics.unit,
        metrics.direction as metric_direction,
        instr(metrics.formula, ' / ') > 0 as is_ratio
    from subjects
    left join filters
        on
            subjects.subject_kind = filters.subject_kind
            and subjects.subject_id = filters.subject_id
    left join {{ ref('metrics') }} as metrics on subjects.metric = metrics.metric
)

select * from final
