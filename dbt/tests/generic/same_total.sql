{% test same_total(model, measure, other, other_measure=none) %}
{# U8. A returned row means that two views of the same facts (by touch date and by conversion date) have different
   totals: a conversion was lost or counted twice. #}
select own.total as own_total, theirs.total as other_total
from (select coalesce(sum({{ measure }}), 0) as total from {{ model }}) as own
cross join (select coalesce(sum({{ other_measure or measure }}), 0) as total from {{ other }}) as theirs
where own.total <> theirs.total
{% endtest %}
