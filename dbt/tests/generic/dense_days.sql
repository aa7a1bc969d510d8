{% test dense_days(model, entity, day='date_day') %}
{# U4. Each returned row is an entity (columns `entity`) with days missing between its first and its last one. #}
select
    {{ entity | join(', ') }},
    count(distinct {{ day }}) as days_present,
    {{ days_between('min(' ~ day ~ ')', 'max(' ~ day ~ ')') }} + 1 as days_expected
from {{ model }}
group by {{ entity | join(', ') }}
having count(distinct {{ day }}) <> {{ days_between('min(' ~ day ~ ')', 'max(' ~ day ~ ')') }} + 1
{% endtest %}
