{# Launches: how long they are watched, and what would have happened without them. #}

{% macro launch_days_before() -%}{{ return(28) }}{%- endmacro %}
{% macro launch_days_after() -%}{{ return(90) }}{%- endmacro %}

{% macro launch_horizons() -%}
    {#- Days after which a launch is summed up; at the last one it is closed. -#}
    {{ return([30, 60, 90]) }}
{%- endmacro %}

{% macro launch_slot(day_offset) -%}
    {#- Which of the seven weekdays a day is, counted from the first day before the launch. -#}
    (({{ day_offset }} + {{ launch_days_before() }}) % 7)
{%- endmacro %}

{% macro launch_lever(day_offset) -%}
    {#- Twice the days by which a day lies after the middle of its weekday's four days before the launch: -21, -7, 7 and
        21 for these, then on in steps of 14. Whole numbers, so that sums are exact. -#}
    (2 * ({{ day_offset }} + {{ launch_days_before() }} - {{ launch_slot(day_offset) }}) - 21)
{%- endmacro %}

{# Both baselines are least squares over the 28 days before: seven weekday means and, with `launch_baseline: trend`,
   one slope. With S = sum of a weekday's four days, T = sum of lever * count (0 without slope), the expectation of a
   day is S / 4 + T * lever / 6860, 6860 being the sum of all squared levers. Everything is kept times 6860. #}

{% macro launch_expected(days_slot_signups, trend, levers) -%}
    (1715 * {{ days_slot_signups }} + {{ trend }} * {{ levers }})
{%- endmacro %}

{% macro launch_spread(days, squared_slot_days, levers) -%}
    {#- Variance of the sum of `days` days less their expectation, in units of the residual variance: every day's own
        noise, and that of the estimated means (and slope), which days of one weekday share. -#}
    {{ ratio(
        '6860 * ' ~ days ~ ' + 1715 * ' ~ squared_slot_days
        ~ (' + ' ~ levers ~ ' * ' ~ levers if var('launch_baseline') == 'trend' else ''),
        6860
    ) }}
{%- endmacro %}

{% macro launch_degrees_of_freedom() -%}
    {{ return(20 if var('launch_baseline') == 'trend' else 21) }}
{%- endmacro %}
