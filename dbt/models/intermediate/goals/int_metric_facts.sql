-- Every metric of the catalogue per day and value of its dimensions: sums that add up to any
-- period, with the cases behind them. Written from the catalogue: no formula stands here.
-- depends_on: {{ ref('awareness') }}
-- depends_on: {{ ref('campaigns') }}
-- depends_on: {{ ref('competitive_deals') }}
-- depends_on: {{ ref('conversions') }}
-- depends_on: {{ ref('cross_sell') }}
-- depends_on: {{ ref('feature_adoption') }}
-- depends_on: {{ ref('mrr_movements') }}
-- depends_on: {{ ref('opportunities') }}
-- depends_on: {{ ref('product_usage') }}
-- depends_on: {{ ref('retention') }}
-- depends_on: {{ ref('revenue_retention') }}
-- depends_on: {{ ref('romi') }}
-- depends_on: {{ ref('usage_lifecycle') }}
-- depends_on: {{ ref('voice_of_customer') }}
-- depends_on: {{ ref('user_feature_days') }}
{%- set catalogue = metric_catalogue() %}
{%- set sources = catalogue | map(attribute='source') | unique(attribute='name') | list %}

with clock as (
    select * from {{ ref('int_clock') }}
),

{%- for source in sources %}

{{ source.name }}_rows as (
    select
        cast({{ source.day }} as date) as fact_on,
        {%- for dimension, expression in source.dimensions.items() %}
        cast({{ expression }} as string) as dimension_{{ dimension }},
        {%- endfor %}
        {%- for measure, expression in source.measures.items() %}
        {{ metric_amount(expression) }} as measure_{{ measure }},
        {%- endfor %}
        case when {{ source.is_known }} then 1 else 0 end as is_known
    from {{ ref(source.model) }}
),

{{ source.name }} as (
    select
        fact_on,
        {%- for dimension in source.dimensions %}
        dimension_{{ dimension }},
        {%- endfor %}
        {%- for measure in source.measures %}
        {{ metric_total('measure_' ~ measure) }} as measure_{{ measure }},
        {%- endfor %}
        min(is_known) as is_known
    from {{ source.name }}_rows
    group by fact_on
        {%- for dimension in source.dimensions %}, dimension_{{ dimension }}{% endfor %}
),
{%- endfor %}

unioned as (
    {%- for metric in catalogue %}
    select
        '{{ metric.name }}' as metric,
        fact_on,
        {%- for dimension in metric_dimensions() %}
        {{ 'dimension_' if dimension in metric.source.dimensions else 'cast(null as string) as ' }}
        {{- dimension if dimension in metric.source.dimensions else 'dimension_' ~ dimension }},
        {%- endfor %}
        measure_{{ metric.numerator }} as numerator,
        {{ 'measure_' ~ metric.denominator if metric.denominator else metric_amount('null') }}
            as denominator,
        {{ 'measure_' ~ metric.sample if metric.sample else metric_amount('null') }} as sample,
        {{ 'true' if metric.denominator else 'false' }} as is_ratio,
        is_known = 1 as is_known
    from {{ metric.source.name }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        cast(null as string) as metric, cast(null as date) as fact_on,
        {%- for dimension in metric_dimensions() %}
        cast(null as string) as dimension_{{ dimension }},
        {%- endfor %}
        {{ metric_amount('null') }} as numerator, {{ metric_amount('null') }} as denominator,
        {{ metric_amount('null') }} as sample, false as is_ratio, false as is_known
    {%- endfor %}
),

-- Tonight knows the days before it. A row without both sides of a ratio explains neither.
final as (
    select unioned.*
    from unioned
    cross join clock
    where
        unioned.fact_on < clock.as_of_on
        and unioned.numerator is not null
        and (unioned.denominator is not null or not unioned.is_ratio)
)

select * from final
