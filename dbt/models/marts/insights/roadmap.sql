with initiatives as (
    select *
    from {{ first_connection(ref('stg_generic__roadmap_initiatives'), 'initiative_id') }} as sheet
),

measures as (
    select * from {{ ref('int_goal_measures') }} where subject_kind = 'initiative'
),

joined as (
    select
        initiatives.*,
        measures.as_of_on,
        measures.as_of_on = max(measures.as_of_on) over (partition by initiatives.initiative_id)
            as is_latest,
        coalesce(initiatives.shipped_on <= measures.as_of_on, false) as has_shipped,
        {{ add_days('initiatives.shipped_on', 'initiatives.window_days') }} as window_closes_on,
        coalesce(initiatives.direction, measures.metric_direction) as wanted,
        measures.is_final as is_window_closed,
        measures.unit,
        measures.numerator,
        measures.denominator,
        measures.value as actual_value,
        measures.n,
        {{ goal_progress(
            'measures.value', 'initiatives.baseline_value', 'initiatives.target_value'
        ) }}
            as way_come,
        {{ in_goal_band(
            'measures.value', 'initiatives.baseline_value', 'initiatives.target_value'
        ) }}
            as is_in_band,
        evidence.shipped_features,
        evidence.adopted_features,
        evidence.voc_requests,
        evidence.voc_arr,
        evidence.blocked_pipeline
    from measures
    inner join initiatives
        on measures.subject_id = initiatives.initiative_id
    inner join {{ ref('int_roadmap_evidence') }} as evidence
        on
            measures.subject_id = evidence.initiative_id
            and measures.as_of_on = evidence.as_of_on
),

-- The sheet tells today's state only; what it was follows from its dates.
final as (
    select
        initiative_id,
        as_of_on,
        is_latest,
        initiative,
        theme,
        opportunity,
        customer_problem,
        product_id as product,
        owner,
        case
            when is_latest then coalesce(status, 'discovery')
            when has_shipped then 'shipped'
            when committed_on <= as_of_on then 'committed'
            else 'discovery'
        end as status,
        committed_at,
        planned_ship_on,
        shipped_at,
        case when has_shipped then {{ days_between('planned_ship_on', 'shipped_on') }} end
            as delivery_variance_days,
        hypothesis,
        outcome_metric as outcome_metric_id,
        filter_text as outcome_filter,
        wanted as direction,
        baseline_value,
        target_value,
        unit,
        numerator,
        denominator,
        actual_value,
        case when unit = 'rate' then {{ wilson_bound('numerator', 'denominator', 'low') }} end
            as actual_value_low,
        case when unit = 'rate' then {{ wilson_bound('numerator', 'denominator', 'high') }} end
            as actual_value_high,
        n,
        case when unit = 'rate'
            then coalesce(n, 0) < {{ var('low_sample_size') | int }} end as is_low_sample,
        window_days,
        window_closes_on,
        is_window_closed,
        hypothesis is not null and outcome_metric is not null and baseline_value is not null
        and target_value is not null as is_outcome_driven,
        case when wanted <> 'maintain' then way_come end as outcome_progress,
        case
            when not is_window_closed then null
            when wanted = 'maintain' and baseline_value <> target_value then is_in_band
            when wanted <> 'maintain' then way_come >= 1
        end as outcome_hit,
        shipped_features,
        adopted_features,
        voc_requests,
        voc_arr,
        blocked_pipeline
    from joined
)

select * from final
