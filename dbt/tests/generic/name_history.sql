{% test name_history(model, entity, current_name) %}
{# U11. Each returned row is an entity with more than one current name: a rename has not reached all of its history. #}
select {{ entity | join(', ') }}, count(distinct {{ current_name }}) as names
from {{ model }}
group by {{ entity | join(', ') }}
having count(distinct {{ current_name }}) > 1
{% endtest %}
