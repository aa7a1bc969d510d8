{%- set window_seconds = 86400 * (var('experiment_window_days') | int) -%}
with people as (
    select * from {{ ref('int_experiment_people') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

spans as (
    select
        experiment,
        min(exposed_at) as started_at,
        max(exposed_at) as last_exposed_at,
        {{ count_if('not is_crossed') }} as experiment_exposures,
        {{ count_if('is_crossed') }} as crossed_over,
        cast(count(distinct case when not is_crossed then variant end) as bigint) as variants,
        min(case when lower(variant) in {{ lower_list(var('experiment_control_variants')) }}
            and not is_crossed then variant end) as named_control,
        min(case when not is_crossed then variant end) as first_variant
    from people
    group by experiment
),

counted as (
    select
        experiment,
        variant,
        cast(count(*) as bigint) as exposures,
        {{ count_if('is_converted') }} as conversions
    from people
    where not is_crossed
    group by experiment, variant
),

rated as (
    select
        counted.*,
        spans.started_at,
        spans.last_exposed_at,
        spans.crossed_over,
        spans.experiment_exposures,
        spans.variants,
        coalesce(spans.named_control, spans.first_variant) as control_variant,
        {{ ratio('counted.conversions', 'counted.exposures') }} as conversion_rate,
        {{ wilson_bound('counted.conversions', 'counted.exposures', 'low') }}
            as conversion_rate_low,
        {{ wilson_bound('counted.conversions', 'counted.exposures', 'high') }}
            as conversion_rate_high,
        {{ planned_share('counted.experiment', 'counted.variant', 'spans.variants') }}
            as planned_share
    from counted
    inner join spans on counted.experiment = spans.experiment
),

-- How far the numbers of people are from the planned split.
skewed as (
    select experiment, fitted as split_p_value
    from {{ fit_rows('rated', ['experiment'], 'split_test', ['exposures', 'planned_share']) }}
        as fits
    where parameter = 'p_value'
),

compared as (
    select
        rated.*,
        control.exposures as control_exposures,
        control.conversions as control_conversions,
        case when rated.variant <> control.variant
            then rated.conversion_rate - control.conversion_rate end as difference,
        {%- for side in ['low', 'high'] %}
        case
            when rated.variant <> control.variant
                then {{ newcombe_bound('rated', 'control', 'conversion_rate', side) }}
        end as difference_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}
    from rated
    inner join rated as control
        on
            rated.experiment = control.experiment
            and rated.control_variant = control.variant
),

final as (
    select
        compared.experiment,
        compared.variant,
        compared.control_variant,
        compared.variant = compared.control_variant as is_control,
        compared.started_at,
        compared.last_exposed_at,
        compared.exposures,
        compared.conversions,
        compared.conversion_rate,
        compared.conversion_rate_low,
        compared.conversion_rate_high,
        compared.control_exposures,
        compared.control_conversions,
        compared.difference,
        compared.difference_low,
        compared.difference_high,
        coalesce(compared.difference_low > 0 or compared.difference_high < 0, false)
            as is_difference_clear,
        compared.crossed_over,
        compared.planned_share,
        skewed.split_p_value,
        coalesce(skewed.split_p_value < 0.01e0, false) as is_split_suspicious,
        least(compared.exposures, compared.control_exposures)
        < {{ var('low_sample_size') | int }} as is_low_sample,
        clock.as_of_at >= {{ add_seconds('compared.last_exposed_at', window_seconds) }}
            as is_mature
    from compared
    left join skewed on compared.experiment = skewed.experiment
    cross join clock
)

select * from final
