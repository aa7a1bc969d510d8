{# The product-led path: sign-up, activation, product-qualified lead, trial, payment. #}

{% macro plg_rules() -%}
    {#- Every condition of every version of var plg_rules, as [version, step, days, measure, least]. -#}
    {%- set found = [] -%}
    {%- for version, steps in var('plg_rules').items() -%}
        {%- for step in ['activation', 'pql'] -%}
            {%- for measure, least in steps[step].items() if measure != 'days' -%}
                {%- do found.append([version, step, steps[step]['days'], measure, least]) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro plg_rule_rows() -%}
    (values
        {%- for version, step, days, measure, least in plg_rules() %}
        ({{ text_literal(version | string) }}, '{{ step }}', {{ days | int }}, {{ text_literal(measure) }}, {{ least | int }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    ) as rules (rule_version, step, within_days, measure, least)
{%- endmacro %}

{% macro plg_longest_window(step=none) -%}
    {%- set days = [0] -%}
    {%- for rule in plg_rules() if step is none or rule[1] == step -%}{%- do days.append(rule[2] | int) -%}{%- endfor -%}
    {{ return(days | max) }}
{%- endmacro %}

{% macro plg_rule_features() -%}
    {#- Features that a rule names: `feature:<key>` counts the days on which it was used. -#}
    {%- set keys = [] -%}
    {%- for rule in plg_rules() if rule[3].startswith('feature:') -%}{%- do keys.append(rule[3][8:]) -%}{%- endfor -%}
    {{ return(keys | unique | list) }}
{%- endmacro %}

{% macro plg_version() -%}
    {#- The rule set by which launches are counted. -#}
    {%- if var('plg_rules_version') not in var('plg_rules') -%}
        {{ exceptions.raise_compiler_error(
            'var plg_rules_version: ' ~ var('plg_rules_version') ~ ' is not in var plg_rules'
        ) }}
    {%- endif -%}
    {{ return(text_literal(var('plg_rules_version') | string)) }}
{%- endmacro %}

{% macro plg_window(step) -%}
    {#- Days that the current version gives a step. -#}
    {{ return(var('plg_rules')[var('plg_rules_version')][step]['days'] | int) }}
{%- endmacro %}

{% macro full_marks(number, most) -%}
    {#- Share of `most` that `number` comes to, at most 1; NULL for NULL, where least() would say 1. -#}
    case
        when {{ number }} >= {{ most | int }} then cast(1 as double)
        else {{ ratio(number, most | int) }}
    end
{%- endmacro %}
