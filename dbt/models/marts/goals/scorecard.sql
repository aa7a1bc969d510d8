with numbers as (
    select * from {{ ref('metric_values') }}
    where dimension = 'total' and period_type in ('month', 'quarter')
),

metrics as (
    select * from {{ ref('metrics') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

quarters as (
    select quarter_start_on, cast(max(date_day) as date) as quarter_end_on
    from {{ ref('dim_date') }}
    group by quarter_start_on
),

-- Outcomes of the roadmap are no sums over days and stand beside the catalogue.
outcomes as (
    {%- for name, numerator in {
        'feature_factory_index': 'unmeasured', 'outcome_hit_rate': 'hits',
    }.items() %}
    select
        '{{ name }}' as metric,
        quarter_start_on,
        {{ numerator }} as numerator,
        window_closed,
        shipped,
        {{ name }} as value
    from {{ ref('roadmap_outcomes') }}
    where scope = 'total'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

shown as (
    select
        metrics.pma_part, metrics.display, numbers.metric, metrics.label, metrics.direction,
        metrics.owner, numbers.period_type, numbers.period_start_on, numbers.period_end_on,
        numbers.unit, numbers.currency, numbers.value, numbers.value_low, numbers.value_high,
        numbers.n, numbers.is_low_sample, numbers.is_complete, numbers.is_mature
    from numbers
    inner join metrics on numbers.metric = metrics.metric
    union all
    select
        'insights', 'roadmap', outcomes.metric,
        case outcomes.metric
            when 'outcome_hit_rate' then 'Outcomes reached' else 'Feature factory index'
        end,
        case outcomes.metric when 'outcome_hit_rate' then 'increase' else 'decrease' end,
        'team:product', 'quarter', outcomes.quarter_start_on, quarters.quarter_end_on,
        'rate', cast(null as string), outcomes.value,
        {{ wilson_bound('outcomes.numerator', 'outcomes.window_closed', 'low') }},
        {{ wilson_bound('outcomes.numerator', 'outcomes.window_closed', 'high') }},
        outcomes.window_closed, outcomes.window_closed < {{ var('low_sample_size') | int }},
        quarters.quarter_end_on < clock.as_of_on,
        quarters.quarter_end_on < clock.as_of_on and outcomes.window_closed = outcomes.shipped
    from outcomes
    inner join quarters on outcomes.quarter_start_on = quarters.quarter_start_on
    cross join clock
),

-- Of several key results on a whole metric the first by name, as it stood last. Its days are not
-- the period's (since its objective began, or over a window), so it brings its own value.
aims as (
    select
        shown.metric,
        shown.period_type,
        shown.period_start_on,
        key_results.key_result_id,
        key_results.current_value,
        key_results.measured_from_on,
        key_results.measured_to_on,
        key_results.target_value,
        key_results.score,
        row_number() over (
            partition by shown.metric, shown.period_type, shown.period_start_on
            order by key_results.as_of_on desc nulls last, key_results.key_result_id nulls first
        ) as place
    from shown
    inner join {{ ref('okr_scores') }} as key_results
        on
            shown.metric = key_results.metric
            and key_results.as_of_on >= shown.period_start_on
            and key_results.as_of_on <= shown.period_end_on
    where key_results.filter is null
),

trended as (
    select
        *,
        lag(case when is_complete and is_mature then value end) over (
            partition by metric, period_type order by period_start_on nulls first
        ) as earlier
    from shown
),

final as (
    select
        trended.pma_part,
        trended.display,
        trended.metric,
        trended.label,
        trended.direction,
        trended.owner,
        trended.period_type,
        trended.period_start_on,
        trended.period_end_on,
        trended.unit,
        trended.currency,
        trended.value,
        trended.value_low,
        trended.value_high,
        trended.n,
        trended.is_low_sample,
        trended.is_complete,
        trended.is_mature,
        case when trended.is_complete and trended.is_mature
            then trended.value - trended.earlier end as trend,
        case
            when not trended.is_complete or not trended.is_mature then null
            when trended.value = trended.earlier then 'same'
            when (trended.value > trended.earlier) = (trended.direction = 'increase')
                then 'better'
            when trended.value is not null and trended.earlier is not null then 'worse'
        end as trend_is,
        aims.key_result_id,
        aims.current_value as key_result_value,
        case when aims.measured_to_on >= aims.measured_from_on then aims.measured_from_on end
            as key_result_from_on,
        case when aims.measured_to_on >= aims.measured_from_on then aims.measured_to_on end
            as key_result_to_on,
        aims.target_value,
        aims.score as attainment
    from trended
    left join aims
        on
            trended.metric = aims.metric
            and trended.period_type = aims.period_type
            and trended.period_start_on = aims.period_start_on
            and aims.place = 1
)

select * from final
