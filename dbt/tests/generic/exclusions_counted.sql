{% test exclusions_counted(model, raw, excluded, excluded_where='true') %}
{# U14. A returned row means that rows got lost: kept (this model) plus excluded with a reason is not what came in. #}
select raw.n as raw_rows, kept.n as kept_rows, excluded.n as excluded_rows
from (select count(*) as n from {{ raw }}) as raw
cross join (select count(*) as n from {{ model }}) as kept
cross join (select count(*) as n from {{ excluded }} where {{ excluded_where }}) as excluded
where raw.n <> kept.n + excluded.n
{% endtest %}
