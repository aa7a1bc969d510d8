{% test no_late_rows_lost(model, measure, source_model, source_measure=none, day='date_day', source_day='date_day') %}
{# U12. Each returned row is a day whose total in this increment differs from the rows it was built from: late rows or
   deletions of that day have not arrived. #}
with own as (
    select {{ day }} as day, sum({{ measure }}) as total from {{ model }} group by {{ day }}
),

theirs as (
    select {{ source_day }} as day, sum({{ source_measure or measure }}) as total
    from {{ source_model }}
    group by {{ source_day }}
)

select coalesce(own.day, theirs.day) as day, own.total as own_total, theirs.total as source_total
from own
full outer join theirs on own.day = theirs.day
where coalesce(own.total, 0) <> coalesce(theirs.total, 0)
{% endtest %}
