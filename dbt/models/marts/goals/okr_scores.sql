with measures as (
    select * from {{ ref('int_goal_measures') }} where subject_kind = 'key_result'
),

key_results as (
    select *
    from {{ first_connection(ref('stg_generic__key_results'), 'key_result_id') }} as sheet
),

objectives as (
    select * from {{ ref('int_objectives') }}
),

joined as (
    select
        key_results.key_result_id,
        measures.as_of_on,
        measures.as_of_on = max(measures.as_of_on) over (partition by key_results.key_result_id)
            as is_latest,
        key_results.objective_id,
        key_results.key_result,
        objectives.owner,
        objectives.pma_part,
        key_results.metric,
        key_results.filter_text,
        coalesce(key_results.direction, measures.metric_direction) as direction,
        measures.unit,
        key_results.baseline_value,
        key_results.target_value,
        measures.measured_from_on,
        measures.measured_to_on,
        measures.has_mature_days,
        measures.numerator,
        measures.denominator,
        measures.value as current_value,
        measures.n,
        measures.is_known,
        key_results.weight,
        {{ elapsed_share('objectives.starts_on', 'objectives.ends_on', 'measures.as_of_on') }}
            as expected
    from measures
    inner join key_results on measures.subject_id = key_results.key_result_id
    inner join objectives on key_results.objective_id = objectives.objective_id
),

advanced as (
    select
        *,
        {{ goal_progress('current_value', 'baseline_value', 'target_value') }} as way_come,
        case
            when not has_mature_days then 'immature'
            when current_value is null then 'no data'
            when baseline_value is null then 'no baseline'
            when baseline_value = target_value then 'baseline equals target'
            when weight = 0 then 'weight 0'
        end as why_not_counted
    from joined
),

judged as (
    select
        *,
        case
            when why_not_counted is not null or direction = 'maintain' then null
            else way_come
        end as progress,
        case
            when why_not_counted in ('immature', 'no data', 'no baseline', 'baseline equals target')
                then null
            when direction <> 'maintain' then {{ goal_score('way_come') }}
            when {{ in_goal_band('current_value', 'baseline_value', 'target_value') }} then 1.0e0
            else 0.0e0
        end as score,
        sum(case when why_not_counted is null then weight else 0 end) over (
            partition by objective_id, as_of_on
        ) as counted_weight
    from advanced
),

final as (
    select
        key_result_id,
        as_of_on,
        is_latest,
        objective_id,
        key_result,
        owner,
        pma_part,
        metric,
        filter_text as filter,
        direction,
        unit,
        baseline_value,
        target_value,
        measured_from_on,
        measured_to_on,
        numerator,
        denominator,
        current_value,
        n,
        case when unit = 'rate'
            then coalesce(n, 0) < {{ var('low_sample_size') | int }} end as is_low_sample,
        is_known as is_complete,
        progress,
        cast(score as double) as score,
        expected,
        {{ ratio('score', 'expected') }} as pace,
        {{ goal_band('score') }} as band,
        weight,
        why_not_counted is null as is_counted,
        why_not_counted,
        case when why_not_counted is null then {{ ratio('weight', 'counted_weight') }} end
            as weight_share
    from judged
)

select * from final
