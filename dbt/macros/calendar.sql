{# The calendar: which facts it must cover, and how a fiscal year is cut (U7). #}

{% macro calendar_facts() -%}
    {{ return([
        ['int_google_ads_stats', 'date_day'], ['int_facebook_ads_stats', 'date_day'],
        ['int_linkedin_ads_stats', 'date_day'], ['int_generic_ads_stats', 'date_day'],
        ['int_fx_quotes', 'fx_date'], ['int_event_days', 'date_day'],
        ['int_opportunities', 'created_on'], ['int_opportunities', 'closed_on'],
        ['int_orders', 'ordered_on'], ['int_crm_contacts', 'cast(lead_at as date)'],
        ['stg_generic__subscriptions', 'started_on'], ['stg_generic__subscriptions', 'ended_on'],
        ['stg_generic__marketing_costs', 'starts_on'], ['stg_generic__marketing_costs', 'ends_on'],
        ['stg_generic__budgets', 'period_start_on'], ['stg_generic__budgets', 'period_end_on'],
        ['stg_generic__launches', 'launched_on'],
        ['stg_generic__survey_responses', 'sent_on'],
        ['stg_generic__survey_responses', 'responded_on'],
    ]) }}
{%- endmacro %}

{% macro week_start(day, weekday=none) -%}
    {#- First day of the week of a day (var week_start); `weekday` where its iso_weekday is at hand. -#}
    {%- set weekday = weekday or iso_weekday(day) -%}
    {%- if var('week_start') == 'sunday' -%}
        {{ add_days(day, '-(' ~ weekday ~ ' % 7)') }}
    {%- else -%}
        {{ add_days(day, '1 - ' ~ weekday) }}
    {%- endif -%}
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

{% macro fiscal_day(day, week_start) -%}
    {#- The day whose month decides the fiscal year: itself, or, where years are whole weeks (`fiscal_calendar`), the
        fourth day of its week. So the year begins with the week that starts nearest to the first of its month. -#}
    {{ day if var('fiscal_calendar') == 'months' else add_days(week_start, 3) }}
{%- endmacro %}

{% macro fiscal_week(day) -%}
    {#- Week of a year of whole weeks, 1 to 53, of the `fiscal_day` of any of its days; NULL in years of months. -#}
    {%- if var('fiscal_calendar') == 'months' -%}
        cast(null as integer)
    {%- else -%}
        {%- set start = var('fiscal_year_start_month') | int -%}
        {%- set first_year = fiscal_year(day) ~ (' - 1' if start > 1 else '') -%}
        cast(floor(cast({{ days_between('make_date(' ~ first_year ~ ', ' ~ start ~ ', 1)', day) }} as double) / 7) + 1 as integer)
    {%- endif -%}
{%- endmacro %}

{% macro fiscal_period(week) -%}
    {#- Fiscal month of a week: quarters of thirteen weeks, cut 4-4-5, 4-5-4 or 5-4-4; a 53rd week joins the last month. -#}
    {%- set cuts = var('fiscal_calendar').split('-') | map('int') | list -%}
    case
        {%- for quarter in range(4) %}{% for month in range(3) -%}
        {%- if not (quarter == 3 and month == 2) %}
        when {{ week }} <= {{ 13 * quarter + (cuts[: month + 1] | sum) }} then {{ 3 * quarter + month + 1 }}
        {%- endif -%}
        {%- endfor %}{% endfor %}
        else 12
    end
{%- endmacro %}

{% macro is_tz_aligned(timezone) -%}
    {#- Whether an account cuts its days where the reports do; NULL where its zone is unknown (U6). -#}
    {%- set utc = ['utc', 'etc/utc', 'gmt', 'etc/gmt', 'etc/uct', 'etc/universal', 'etc/zulu', 'uct', 'zulu'] -%}
    {%- set home = var('reporting_timezone') | lower -%}
    (lower({{ timezone }}) in {{ sql_list(utc if home in utc else [home]) }})
{%- endmacro %}
