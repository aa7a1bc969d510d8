{% test non_negative(model, columns) %}
{# Each returned row has a number below zero in one of `columns`. #}
select *
from {{ model }}
where
    {%- for column in columns %}
    {% if not loop.first %}or {% endif %}{{ column }} < 0
    {%- endfor %}
{% endtest %}
