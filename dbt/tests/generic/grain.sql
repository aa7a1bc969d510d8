{% test grain(model, columns) %}
{# Each returned row is a combination of `columns` that occurs more than once: the model's grain is broken. #}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
