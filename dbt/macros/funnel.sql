{# The funnel: its stages (vars funnel_stages, funnel_stage_map), who passes through them, and waiting times. #}

{% macro funnel_stage_dates() -%}
    {#- Stage -> the column of int_crm_contacts that holds the day on which a person entered it. -#}
    {{ return({
        'lead': 'lead_at', 'mql': 'mql_at', 'sal': 'sal_at', 'sql': 'sql_at', 'opportunity': 'opportunity_at',
        'customer': 'customer_at',
    }) }}
{%- endmacro %}

{% macro first_deal_stage() -%}
    {#- Where a deal enters the funnel: `opportunity`, or an earlier stage that funnel_stage_map names. -#}
    {%- set named = ['opportunity'] + (var('funnel_stage_map').values() | list) -%}
    {{ return(var('funnel_stages') | select('in', named) | first) }}
{%- endmacro %}

{% macro funnel_stage_rows() -%}
    {#- Derived table: per kind of entity the stages that it passes through, numbered from 1 over the whole funnel. -#}
    {%- set stages = var('funnel_stages') -%}
    {%- set first_of_deals = stages.index(first_deal_stage()) -%}
    (
        select entity_kind, stage, cast(stage_number as bigint) as stage_number
        from (
            values
            {%- for kind in ['person', 'opportunity', 'account'] %}{% set is_last_kind = loop.last %}
            {%- for stage in (stages[first_of_deals:] if kind == 'opportunity' else stages) %}
            ('{{ kind }}', {{ text_literal(stage) }}, {{ stages.index(stage) + 1 }})
            {%- if not (is_last_kind and loop.last) %},{% endif %}
            {%- endfor %}{% endfor %}
        ) as listed (entity_kind, stage, stage_number)
    )
{%- endmacro %}

{% macro funnel_stage_of(rows) -%}
    {#- Stage of the funnel that a deal enters with a stage of the CRM; `lost` where that ends its cycle. Open stages that
        nobody mapped are the first. -#}
    case
        {%- for word, stage in var('funnel_stage_map').items() %}
        when {{ text_literal(word | lower) }} in (lower({{ rows }}.stage), lower({{ rows }}.stage_name))
            then {{ text_literal(stage) }}
        {%- endfor %}
        when {{ rows }}.is_closed and {{ rows }}.is_won then 'customer'
        when {{ rows }}.is_closed then 'lost'
        else {{ text_literal(first_deal_stage()) }}
    end
{%- endmacro %}

{% macro number_rows(column, numbers) -%}
    {#- Derived table with one column, a row per whole number. -#}
    (
        select cast({{ column }} as bigint) as {{ column }}
        from (values {% for number in numbers %}({{ number | int }}){{ ', ' if not loop.last }}{% endfor %})
            as numbers ({{ column }})
    )
{%- endmacro %}

{% macro survival_medians(rows, keys, days='days', is_event='is_event') -%}
    {#- Derived table: `keys`, cases, events and median_days of Kaplan and Meier over `rows`: one row per case with the
        days until its event or, where it is still waiting, until it was last seen. NULL while more than half wait. -#}
    {%- set key_list = keys | join(', ') -%}
    (
        select
            {{ key_list }},
            cast(sum(ended) as bigint) as cases,
            cast(sum(happened) as bigint) as events,
            cast(min(case when {{ is_half_survived('log_share') }} then days end) as bigint) as median_days
        from (
            select
                {{ key_list }}, days, ended, happened,
                sum({{ log_survival('happened', 'waiting') }}) over (
                    partition by {{ key_list }} order by days asc nulls last
                    rows between unbounded preceding and current row
                ) as log_share
            from (
                select
                    {{ key_list }}, days, ended, happened,
                    cast(sum(ended) over (
                        partition by {{ key_list }} order by days desc nulls last
                        rows between unbounded preceding and current row
                    ) as bigint) as waiting
                from (
                    select
                        {{ key_list }},
                        {{ days }} as days,
                        cast(count(*) as bigint) as ended,
                        {{ count_if(is_event) }} as happened
                    from {{ rows }}
                    group by {{ key_list }}, {{ days }}
                ) as ends
            ) as at_risk
        ) as surviving
        group by {{ key_list }}
    )
{%- endmacro %}

{% macro is_mature_touch(basis, day, days=0) -%}
    {#- U10. By day of the conversion a day is mature once it is over; by day of the touch, once nothing can convert any
        more. `days`: how long after a conversion what follows from it still counts. Days are compared with the night's
        reporting day: its clock is UTC. Needs `clock`. -#}
    clock.as_of_on > case {{ basis }}
        when 'conversion' then {{ add_days(day, days) }}
        else {{ add_days(day, (var('attribution_window_days') | int) + (days | int)) }}
    end
{%- endmacro %}
