{% test lifecycle_identity(model) %}
{# Each returned row is a period whose movements do not explain its active users. #}
select *
from {{ model }}
where active <> new + retained + resurrected
    or prior_active <> retained + churned
{% endtest %}
