-- The catalogue as a table; its only source is `_goals__metrics.yml`.
{%- set catalogue = metric_catalogue() %}

with listed as (
    {%- for metric in catalogue %}
    select
        {{ text_literal(metric.name) }} as metric,
        {{ text_literal(metric.label) }} as label,
        {{ text_literal(metric.description) }} as description,
        {{ text_literal(
            metric.numerator ~ ' / ' ~ metric.denominator if metric.denominator
            else metric.numerator
        ) }}
            as formula,
        {{ text_literal(metric.source.model) }} as mart,
        {{ text_literal(metric.source.dimensions | sort | join(', ')) }} as dimensions,
        {{ text_literal(metric.meta.pma_part) }} as pma_part,
        {{ text_literal(metric.meta.display) }} as display,
        {{ text_literal(metric.meta.unit) }} as unit,
        {{ text_literal(metric.meta.direction) }} as direction,
        {{ text_literal(metric.meta.accumulates) }} as accumulates,
        {{ metric.meta.get('window_days', 'null') }} as window_days,
        {{ metric.meta.get('maturity_days', 0) }} as maturity_days,
        {{ text_literal(metric.meta.get('sliced_by', '')) }} as sliced_by,
        {{ text_literal(metric.meta.owner) }} as owner
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        metric,
        label,
        description,
        formula,
        mart,
        nullif(dimensions, '') as dimensions,
        pma_part,
        display,
        unit,
        direction,
        accumulates,
        cast(window_days as bigint) as window_days,
        cast(maturity_days as bigint) as maturity_days,
        nullif(sliced_by, '') as sliced_by,
        owner
    from listed
)

select * from final
