-- What each metric under judgement stood at, at the end of every week and yesterday: history as
-- tonight's data tells it, so that a rebuild gives the same. Only mature days count (U10).

with targets as (
    select * from {{ ref('int_goal_targets') }}
),

facts as (
    select * from {{ ref('int_metric_facts') }}
),

weeks as (
    select distinct least(days.week_end_on, {{ add_days('clock.as_of_on', -1) }}) as as_of_on
    from {{ ref('dim_date') }} as days
    cross join {{ ref('int_clock') }} as clock
    where days.date_day < clock.as_of_on
),

dated as (
    select as_of_on, max(as_of_on) over () as last_on from weeks
),

-- An initiative without dates is shown as it stands now.
moments as (
    select
        targets.*,
        dated.as_of_on,
        least({{ add_days('dated.as_of_on', '-targets.maturity_days') }}, targets.ends_on)
            as measured_to_on
    from targets
    inner join dated
        on
            dated.as_of_on >= coalesce(targets.shown_from_on, dated.last_on)
            and dated.as_of_on < {{ add_days('targets.shown_until_on', 7) }}
),

-- A trailing metric looks back from the day; an initiative is judged by its whole window.
spans as (
    select
        *,
        case
            when accumulates = 'trailing' and subject_kind = 'key_result'
                then {{ add_days('measured_to_on', '1 - window_days') }}
            when accumulates = 'latest'
                then greatest(starts_on, {{ add_days('measured_to_on', '1 - window_days') }})
            else starts_on
        end as measured_from_on
    from moments
),

matched as (
    select
        spans.subject_kind,
        spans.subject_id,
        spans.as_of_on,
        facts.fact_on,
        facts.numerator,
        facts.denominator,
        facts.sample,
        facts.is_known,
        spans.accumulates <> 'latest'
        or facts.fact_on = max(facts.fact_on) over (
            partition by spans.subject_kind, spans.subject_id, spans.as_of_on
        ) as counts
    from spans
    inner join facts
        on
            spans.metric = facts.metric
            and facts.fact_on >= spans.measured_from_on
            and facts.fact_on <= spans.measured_to_on
            {%- for dimension in metric_dimensions() %}
            and (
                spans.filter_{{ dimension }} is null
                or spans.filter_{{ dimension }} = facts.dimension_{{ dimension }}
            )
            {%- endfor %}
    where spans.measured_to_on >= spans.starts_on
),

summed as (
    select
        subject_kind,
        subject_id,
        as_of_on,
        {{ metric_total('numerator') }} as numerator,
        {{ metric_total('denominator') }} as denominator,
        {{ metric_total('sample') }} as sample,
        min(case when is_known then 1 else 0 end) = 1 as is_known
    from matched
    where counts
    group by subject_kind, subject_id, as_of_on
),

final as (
    select
        spans.subject_kind,
        spans.subject_id,
        spans.as_of_on,
        spans.measured_from_on,
        spans.measured_to_on,
        coalesce(spans.measured_to_on >= spans.starts_on, false) as has_mature_days,
        coalesce(spans.measured_to_on >= spans.ends_on, false) as is_final,
        spans.unit,
        spans.metric_direction,
        summed.numerator,
        summed.denominator,
        {{ metric_value('summed.numerator', 'summed.denominator', 'spans.is_ratio') }} as value,
        cast(floor(summed.sample) as bigint) as n,
        summed.is_known
    from spans
    left join summed
        on
            spans.subject_kind = summed.subject_kind
            and spans.subject_id = summed.subject_id
            and spans.as_of_on = summed.as_of_on
)

select * from final
