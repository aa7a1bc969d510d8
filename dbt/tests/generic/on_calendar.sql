{% test on_calendar(model, column_name) %}
{# U7. Each returned row has a day that core.dim_date does not know: it falls out of every weekly or fiscal roll-up. #}
select facts.*
from {{ model }} as facts
left join {{ ref('dim_date') }} as calendar
    on facts.{{ column_name }} = calendar.date_day
where facts.{{ column_name }} is not null and calendar.date_day is null
{% endtest %}
