{#- Periods and the slices that are shown in them; weeks only as a whole. -#}
{%- set periods = ['week', 'month', 'quarter'] %}

with facts as (
    select * from {{ ref('int_metric_facts') }}
),

metrics as (
    select * from {{ ref('metrics') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

days as (
    select
        date_day,
        week_start_on,
        week_end_on,
        month_start_on,
        month_end_on,
        quarter_start_on,
        cast(max(date_day) over (partition by quarter_start_on) as date) as quarter_end_on
    from {{ ref('dim_date') }}
),

sliced as (
    select metric, fact_on, numerator, denominator, sample, is_ratio, is_known,
        'total' as dimension, 'all' as dimension_value
    from facts
    {%- for dimension in metric_dimensions() %}
    union all
    select metric, fact_on, numerator, denominator, sample, is_ratio, is_known,
        '{{ dimension }}', dimension_{{ dimension }}
    from facts
    where dimension_{{ dimension }} is not null
    {%- endfor %}
),

dated as (
    {%- for period in periods %}
    select
        '{{ period }}' as period_type, days.{{ period }}_start_on as period_start_on,
        days.{{ period }}_end_on as period_end_on, sliced.*
    from sliced
    inner join days on sliced.fact_on = days.date_day
    {%- if period == 'week' %}
    where sliced.dimension = 'total'
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Of a metric that is a state, a period shows the last one. Rows that overlap between the values
-- of a dimension are told by it alone: added up they would count one case several times.
judged as (
    select
        dated.*,
        metrics.unit,
        metrics.maturity_days,
        metrics.accumulates <> 'latest'
        or dated.fact_on = max(dated.fact_on) over (
            partition by dated.metric, dated.period_type, dated.period_start_on
        ) as counts
    from dated
    inner join metrics on dated.metric = metrics.metric
    where metrics.sliced_by is null or metrics.sliced_by = dated.dimension
),

summed as (
    select
        metric, period_type, period_start_on, period_end_on, dimension, dimension_value, unit,
        is_ratio, maturity_days,
        {{ metric_total('numerator') }} as numerator,
        {{ metric_total('denominator') }} as denominator,
        {{ metric_total('sample') }} as sample,
        min(case when is_known then 1 else 0 end) = 1 as is_known
    from judged
    where counts
    group by
        metric, period_type, period_start_on, period_end_on, dimension, dimension_value, unit,
        is_ratio, maturity_days
),

final as (
    select
        summed.metric,
        summed.period_type,
        summed.period_start_on,
        summed.period_end_on,
        summed.dimension,
        summed.dimension_value,
        summed.unit,
        case when summed.unit = 'money' then '{{ var("reporting_currency") }}' end as currency,
        summed.numerator,
        summed.denominator,
        {{ metric_value('summed.numerator', 'summed.denominator', 'summed.is_ratio') }} as value,
        cast(floor(summed.sample) as bigint) as n,
        case when summed.unit = 'rate'
            then {{ wilson_bound('summed.numerator', 'summed.denominator', 'low') }} end
            as value_low,
        case when summed.unit = 'rate'
            then {{ wilson_bound('summed.numerator', 'summed.denominator', 'high') }} end
            as value_high,
        case when summed.sample is not null
            then summed.sample < {{ var('low_sample_size') | int }} end as is_low_sample,
        summed.is_known and summed.period_end_on < clock.as_of_on as is_complete,
        {{ add_days('summed.period_end_on', 'summed.maturity_days') }} < clock.as_of_on
            as is_mature
    from summed
    cross join clock
)

select * from final
