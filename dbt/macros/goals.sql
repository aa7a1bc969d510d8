{# Goals: sheets row by row, and how far a number has come between its baseline and its target. Expressions, not literals. #}

{% macro goal_progress(actual, baseline, target) -%}
    {#- (actual - baseline) / (target - baseline), right for goals that go down as well; NULL where the baseline is the
        target. Not clamped. -#}
    {{ ratio(
        "(case when " ~ target ~ " >= " ~ baseline ~ " then 1 else -1 end) * (cast(" ~ actual
        ~ " as double) - cast(" ~ baseline ~ " as double))",
        "abs(" ~ target ~ " - " ~ baseline ~ ")"
    ) }}
{%- endmacro %}

{% macro in_goal_band(actual, baseline, target) -%}
    {#- Whether a number that is to be held is held: the band reaches from the baseline to the target, ends included. -#}
    ({{ actual }} >= cast(least({{ baseline }}, {{ target }}) as double)
    and {{ actual }} <= cast(greatest({{ baseline }}, {{ target }}) as double))
{%- endmacro %}

{% macro goal_score(progress) -%}
    {#- Progress held to 0 and 1; both engines' least and greatest skip NULL, so NULL is kept apart. -#}
    case when {{ progress }} is not null then least(1.0e0, greatest(0.0e0, {{ progress }})) end
{%- endmacro %}

{% macro goal_band(score) -%}
    {%- set bands = var('okr_bands') -%}
    case
        when {{ score }} >= {{ bands[1] }} then 'green'
        when {{ score }} >= {{ bands[0] }} then 'yellow'
        when {{ score }} is not null then 'red'
    end
{%- endmacro %}

{% macro filter_value(text) -%}
    {#- Right side of `dimension=value`; the value may hold further equals signs. -#}
    trim(substring({{ text }}, instr({{ text }}, '=') + 1))
{%- endmacro %}

{% macro elapsed_share(starts_on, ends_on, as_of_on) -%}
    {{ ratio(
        "greatest(0, least(" ~ days_between(starts_on, as_of_on) ~ ", " ~ days_between(starts_on, ends_on) ~ ") + 1)",
        days_between(starts_on, ends_on) ~ " + 1"
    ) }}
{%- endmacro %}

{% macro first_connection(relation, key) -%}
    {#- Derived table: one row per `key` of a sheet; of several connections that bring the same one, the first by name
        speaks. -#}
    (
        select *
        from (
            select
                *,
                row_number() over (
                    partition by {{ key }} order by source_relation nulls first
                ) as connection_place
            from {{ relation }}
        ) as placed
        where connection_place = 1
    )
{%- endmacro %}
