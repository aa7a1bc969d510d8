{% test mature_or_flagged(model, period_end, window_days, flag='is_mature') %}
{# U10. Each returned row calls itself mature although its window was still open at the night's clock, immature although
   the window had closed, or says nothing. `period_end` is the last day of the period, a reporting day as the clock's. #}
select facts.*
from {{ model }} as facts
cross join {{ ref('int_clock') }} as clock
where
    facts.{{ flag }} is null
    or facts.{{ flag }} <> (
        clock.as_of_on >= {{ add_days('facts.' ~ period_end, window_days + 1) }}
    )
{% endtest %}
