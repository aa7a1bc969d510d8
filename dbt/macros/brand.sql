{# Brand awareness and the weeks of marketing-mix tables. #}

{% macro awareness_components() -%}
    {#- Component of the awareness index -> how its days make a week. People reached are not summed (U3): the week's peak
        is a floor of its reach. `aided_awareness` is a share of a survey and no sum of days: see int_aided_awareness. -#}
    {{ return({
        'branded_clicks': 'sum', 'direct_sessions': 'sum', 'organic_sessions': 'sum', 'peak_daily_reach': 'max',
    }) }}
{%- endmacro %}

{% macro visit_signals() -%}
    {#- Component of the awareness index -> the channel whose visits it counts. -#}
    {{ return({'direct_sessions': 'Direct', 'organic_sessions': 'Organic Search'}) }}
{%- endmacro %}

{% macro rests_on_awareness(channel) -%}
    {#- Whether a touch is one of the visits that the awareness index counts. -#}
    {%- set channels = [] -%}
    {%- for component, name in visit_signals().items() if component in var('awareness_components') -%}
        {%- do channels.append(name) -%}
    {%- endfor -%}
    coalesce({{ channel }} in {{ sql_list(channels) }}, false)
{%- endmacro %}

{% macro is_week_mature(week_end, clock='clock') -%}
    {#- Whether what loads late for the week has had time to arrive (U10). Weeks end with a reporting day. -#}
    {{ clock }}.as_of_on >= {{ add_days(week_end, (var('week_mature_days') | int) + 1) }}
{%- endmacro %}

{% macro mix_outcomes() -%}
    {{ return(['new_customers', 'revenue', 'sign_ups']) }}
{%- endmacro %}
