{%- set components = awareness_components() -%}
{%- set combined = var('awareness_components') -%}
{%- set weeks = var('awareness_baseline_weeks') | int -%}
{%- set min_weeks = var('awareness_baseline_min_weeks') | int -%}
with signals as (
    select * from {{ ref('int_awareness_signals') }}
),

dates as (
    select * from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- A week counts if every one of its days is known; reach is not summed over days.
summed as (
    select
        dates.week_start_on,
        {%- for component, aggregate in components.items() %}
        case
            when count(case when signals.signal = '{{ component }}' then 1 end) = 7
                then cast({{ aggregate }}(
                    case when signals.signal = '{{ component }}' then signals.amount end
                ) as bigint)
        end as {{ component }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from signals
    inner join dates on signals.date_day = dates.date_day
    group by dates.week_start_on
),

surveys as (
    select * from {{ ref('int_aided_awareness') }}
),

known_from as (
    select min(week_start_on) as first_week_on
    from (
        select week_start_on from summed
        where coalesce({{ components | join(', ') }}) is not null
        union all
        select week_start_on from surveys
    ) as known
),

weeks as (
    select
        dates.week_start_on,
        dates.week_end_on,
        {{ is_week_mature('dates.week_end_on') }} as is_mature
    from dates
    cross join clock
    cross join known_from
    where
        dates.date_day = dates.week_end_on
        and dates.week_start_on >= known_from.first_week_on
        and dates.week_end_on < clock.as_of_on
),

based as (
    select
        weeks.*,
        {%- for component in components %}
        summed.{{ component }},
        cast(sum(case when weeks.is_mature then summed.{{ component }} end) over earlier as bigint)
            as {{ component }}_total,
        cast(
            count(case when weeks.is_mature then summed.{{ component }} end) over earlier as bigint
        ) as {{ component }}_weeks
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from weeks
    left join summed on weeks.week_start_on = summed.week_start_on
    window earlier as (
        order by weeks.week_start_on asc nulls last
        rows between {{ weeks }} preceding and 1 preceding
    )
),

-- Too few earlier weeks are no baseline.
indexed as (
    select
        based.*,
        surveys.aided_aware,
        surveys.aided_asked,
        surveys.aided_awareness_index,
        {%- for component in components %}
        {%- set value, total, count = component, component ~ '_total', component ~ '_weeks' %}
        case
            when {{ count }} >= {{ min_weeks }} then {{ ratio(total, count) }}
        end as {{ component }}_baseline,
        case
            when {{ count }} >= {{ min_weeks }} then {{ ratio(value ~ ' * ' ~ count, total, 100) }}
        end as {{ component }}_index
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from based
    left join surveys on based.week_start_on = surveys.week_start_on
),

counted as (
    select
        *,
        {% for component in combined -%}
        coalesce({{ component }}_index, 0){{ ' + ' if not loop.last }}
        {%- endfor %} as index_sum,
        cast(
            {% for component in combined -%}
            case when {{ component }}_index is null then 0 else 1 end{{ ' + ' if not loop.last }}
            {%- endfor %} as bigint
        ) as components_used,
        cast(
            coalesce(branded_clicks, 0) + coalesce(direct_sessions, 0)
            + coalesce(organic_sessions, 0) as bigint
        ) as observations
    from indexed
),

final as (
    select
        week_start_on,
        week_end_on,
        '(all)' as geo,
        {%- for component in components %}
        {{ component }},
        {{ component }}_total,
        {{ component }}_weeks,
        {{ component }}_baseline,
        {{ component }}_index,
        {%- endfor %}
        aided_aware,
        aided_asked,
        {{ ratio('aided_aware', 'aided_asked') }} as aided_awareness,
        {{ wilson_bound('aided_aware', 'aided_asked', 'low') }} as aided_awareness_low,
        {{ wilson_bound('aided_aware', 'aided_asked', 'high') }} as aided_awareness_high,
        aided_awareness_index,
        case when components_used > 0 then index_sum end as index_sum,
        components_used,
        {{ ratio('index_sum', 'components_used') }} as awareness_index,
        observations,
        observations < {{ var('low_sample_size') | int }} as is_low_sample,
        is_mature
    from counted
)

select * from final
