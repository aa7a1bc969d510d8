{% test within_window(model, earlier, later, days) %}
{# U9. Each returned row pairs two moments outside the half-open window: `later` minus `days` (to the second) is not
   before `earlier`, or `earlier` comes after `later`. #}
select *
from {{ model }}
where
    {{ seconds_between(earlier, later) }} >= {{ days }} * 86400
    or {{ earlier }} > {{ later }}
{% endtest %}
