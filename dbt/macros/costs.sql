{# What marketing costs: which kinds of cost make up a basis, and how an amount is spread over days. #}

{% macro cost_bases() -%}
    {#- Cost basis -> the kinds of cost in it; published as core.cost_bases. Ad spend is media. Incremental expenses
        stand apart: romi_incremental takes them off by themselves. -#}
    {{ return({
        'media': ['media'],
        'program': ['media', 'program', 'agency'],
        'fully_loaded': ['media', 'program', 'agency', 'tools', 'people'],
    }) }}
{%- endmacro %}

{% macro spread_to_day(amount, day_number, day_count) -%}
    {#- What of `amount` falls on the first `day_number` of `day_count` days when it is spread evenly, to the cent: the
        cents that do not divide go to the first days, one each, and what is less than a cent to the last. All
        shares add up to the amount exactly. -#}
    {%- set cents = "cast(floor(abs(" ~ as_decimal(amount, 24, 6) ~ ") * cast(100 as decimal(3, 0))) as bigint)" -%}
    case
        when {{ day_number }} <= 0 then {{ as_decimal(0) }}
        when {{ day_number }} >= {{ day_count }} then {{ as_decimal(amount) }}
        else {{ as_decimal(
            "cast(case when " ~ amount ~ " < 0 then -1 else 1 end * ("
            ~ "cast(floor(cast(" ~ cents ~ " as double) / cast(" ~ day_count ~ " as double)) as bigint) * ("
            ~ day_number ~ ") + least(" ~ day_number ~ ", " ~ cents ~ " % " ~ day_count
            ~ ")) as decimal(18, 0)) * cast(0.01 as decimal(3, 2))"
        ) }}
    end
{%- endmacro %}

{% macro day_share(amount, day_before, day_count) -%}
    {#- The share of one day, `day_before` (from 0) days into the period. -#}
    {{ as_decimal(
        spread_to_day(amount, '(' ~ day_before ~ ' + 1)', day_count) ~ ' - '
        ~ spread_to_day(amount, day_before, day_count)
    ) }}
{%- endmacro %}

{% macro calendar_fault(first_day, last_day) -%}
    {#- Why a period of a sheet cannot be laid over days; NULL where it can. -#}
    case
        when {{ last_day }} < {{ first_day }} then 'ends_before_start'
        when {{ first_day }} < date '1990-01-01' or {{ last_day }} > date '2060-12-31' then 'outside_calendar'
    end
{%- endmacro %}
