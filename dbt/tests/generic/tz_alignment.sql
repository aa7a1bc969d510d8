{% test tz_alignment(model, timezone='account_timezone', flag='is_tz_aligned') %}
{# U6. Each returned row says of its days that they are cut where the reports cut them, or that they are not, against
   its own time zone; or it gives a verdict without knowing the zone. #}
select *
from {{ model }}
where
    ({{ timezone }} is null and {{ flag }} is not null)
    or ({{ timezone }} is not null and {{ flag }} is null)
    or {{ flag }} <> {{ is_tz_aligned(timezone) }}
{% endtest %}
