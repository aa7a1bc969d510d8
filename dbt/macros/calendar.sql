{# The calendar: which facts it must cover, and how a fiscal year is cut (U7). #}

{% macro calendar_facts() -%}
    {{ return([
        ['int_google_ads_stats', 'date_day'], ['int_facebook_ads_stats', 'date_day'],
        ['int_linkedin_ads_stats', 'date_day'], ['int_generic_ads_stats', 'date_day'],
        ['int_fx_quotes', 'fx_date'], ['int_event_days', 'date_day'],
        ['int_opportunities', 'created_on'], ['int_opportunities', 'closed_on'],
        ['int_orders', 'ordered_on'],
        ['stg_generic__subscriptions', 'started_on'], ['stg_generic__subscriptions', 'ended_on'],
        ['stg_generic__marketing_costs', 'starts_on'], ['stg_generic__marketing_costs', 'ends_on'],
        ['stg_generic__budgets', 'period_start_on'], ['stg_generic__budgets', 'period_end_on'],
    ]) }}
{%- endmacro %}

{% macro fiscal_month_number(day) -%}
    {#- 1 for the month in which the fiscal year starts, 12 for the one before. -#}
    {%- set start = var('fiscal_year_start_month') | int -%}
    cast((extract(month from {{ day }}) - {{ start }} + 12) % 12 + 1 as integer)
{%- endmacro %}

{% macro fiscal_year(day) -%}
    {#- Named after the calendar year in which it ends. -#}
    {%- set start = var('fiscal_year_start_month') | int -%}
    {%- if start == 1 -%}
        cast(extract(year from {{ day }}) as integer)
    {%- else -%}
        cast(extract(year from {{ day }}) as integer)
            + case when extract(month from {{ day }}) >= {{ start }} then 1 else 0 end
    {%- endif -%}
{%- endmacro %}

{% macro is_tz_aligned(timezone) -%}
    {#- Whether an account cuts its days where the reports do; NULL where its zone is unknown (U6). -#}
    {%- set utc = ['utc', 'etc/utc', 'gmt', 'etc/gmt', 'etc/uct', 'etc/universal', 'etc/zulu', 'uct', 'zulu'] -%}
    {%- set home = var('reporting_timezone') | lower -%}
    (lower({{ timezone }}) in {{ sql_list(utc if home in utc else [home]) }})
{%- endmacro %}
