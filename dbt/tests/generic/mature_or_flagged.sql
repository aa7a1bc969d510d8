{% test mature_or_flagged(model, period_end, window_days, flag='is_mature', of_events=false, period_start=none) %}
{# U10. Each returned row calls itself mature although its window was still open at the night's clock, immature although
   the window had closed, or says nothing. `period_end` is the last day of the period, a reporting day as the clock's.
   What product events tell (`of_events`) matures as far as these have been loaded, and never where the period began
   (`period_start`) before the first of them. #}
select facts.*
from {{ model }} as facts
cross join {{ ref('int_clock') }} as clock
{%- if of_events %}
cross join {{ ref('int_event_feed') }} as feed
{%- endif %}
where
    facts.{{ flag }} is null
    or facts.{{ flag }} <> (
        {{ 'feed.known_until_on' if of_events else 'clock.as_of_on' }}
        >= {{ add_days('facts.' ~ period_end, window_days + 1) }}
        {%- if of_events and period_start %}
        and facts.{{ period_start }} >= coalesce(feed.loaded_from, feed.known_until_on)
        {%- endif %}
    )
{% endtest %}
