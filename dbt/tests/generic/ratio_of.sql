{% test ratio_of(model, column, numerator, denominator, factor=1) %}
{# U1, U2. Each returned row publishes a ratio that is not factor * numerator / denominator: not rebuilt from its own
   parts, or not NULL where the denominator is NULL, zero or negative. #}
with rebuilt as (
    select *, {{ ratio(numerator, denominator, factor) }} as ratio_from_parts
    from {{ model }}
)

select *
from rebuilt
where
    ({{ column }} is null and ratio_from_parts is not null)
    or ({{ column }} is not null and ratio_from_parts is null)
    or abs({{ column }} - ratio_from_parts) > 0.000000001 * greatest(1, abs(ratio_from_parts))
{% endtest %}
