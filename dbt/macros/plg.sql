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

{% macro plg_version() -%}
    {#- The rule set by which launches and product-qualified leads of messaging are counted. -#}
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

{% macro is_on_path(rows) -%}
    {#- Whether a sign-up of int_plg_paths can become a customer by itself: it opened an account that did not pay yet. -#}
    {{ rows }}.is_opener and not {{ rows }}.was_customer
{%- endmacro %}

{% macro is_use_known(signed_up_on, days, feed) -%}
    {#- Whether events (int_event_feed) cover the days from a day of sign-ups on, so many of them. -#}
    coalesce(
        {{ signed_up_on }} >= {{ feed }}.loaded_from
        and {{ add_days(signed_up_on, days) }} <= {{ feed }}.known_until_on, false
    )
{%- endmacro %}

{% macro driver_days() -%}
    {#- First days after a sign-up whose use adoption.conversion_drivers looks at. -#}
    {{ return((var('drivers_days') | int) or plg_window('pql')) }}
{%- endmacro %}

{% macro driver_counts() -%}
    {#- Count of adoption.conversion_drivers -> which rows of int_driver_cases it counts. -#}
    {%- set counts = {
        'mature_signups': 'true',
        'unknown_use': "case_state = 'unknown_use'",
        'paid_before': "case_state = 'paid_before'",
        'cases': "case_state = 'at_risk'",
        'converted': 'is_converted',
        'others': "case_state = 'at_risk' and not is_converted",
        'train_cases': "case_state = 'at_risk' and not is_held_out",
        'train_converted': 'is_converted and not is_held_out',
        'held_out_cases': 'is_held_out',
        'held_out_converted': 'is_converted and is_held_out',
    } -%}
    {{ return(counts) }}
{%- endmacro %}

{% macro drivers_shortage() -%}
    {#- Why the sign-ups counted in train_* and held_out_* make no model; NULL where they do. -#}
    case
        when {{ driver_days() }} >= {{ var('plg_paid_days') | int }}
            then 'the days looked at are not fewer than plg_paid_days'
        {%- for part, least in {'train': 'drivers_min_conversions', 'held_out': 'drivers_min_held_out'}.items() %}
        {%- set who = {'train': 'teach', 'held_out': 'judge'}[part] -%}
        {%- for number, what in [
            (part ~ '_converted', 'paid'), (part ~ '_cases - ' ~ part ~ '_converted', 'did not pay')
        ] %}
        when {{ number }} < {{ var(least) | int }}
            then cast({{ number }} as string) || ' of at least {{ var(least) | int }} sign-ups that {{ who }} {{ what }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}

{% macro full_marks(number, most) -%}
    {#- Share of `most` that `number` comes to, at most 1; NULL for NULL, where least() would say 1. -#}
    case
        when {{ number }} >= {{ most | int }} then cast(1 as double)
        else {{ ratio(number, most | int) }}
    end
{%- endmacro %}
