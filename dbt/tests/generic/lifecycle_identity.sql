{% test lifecycle_identity(model) %}
{# Each returned row is a period whose movements do not explain its active users, or with a negative movement. #}
select *
from {{ model }}
where
    active <> new + retained + resurrected
    or prior_active <> retained + churned
    or least(active, new, retained, resurrected, churned, prior_active) < 0
{% endtest %}
