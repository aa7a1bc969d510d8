{# Money in two currencies (U5). Rates are decimal(19, 12): an amount of decimal(18, 6) times such a rate is
   exact in 38 digits, so that both engines round once and alike. #}

{% macro fx_joins(currency, day, alias='fx') -%}
    left join {{ ref('int_fx_rates_daily') }} as {{ alias }}
        on {{ currency }} = {{ alias }}.currency and {{ day }} = {{ alias }}.date_day
{%- endmacro %}

{% macro fx_amount(amount_original, rate='fx.fx_rate') -%}
    {#- Amount in the reporting currency; NULL where the rate is missing (never rate 1), save that nothing is
        nothing in every currency. -#}
    case
        when {{ amount_original }} = 0 then {{ as_decimal(0) }}
        else {{ decimal_product(amount_original, rate, 19, 12) }}
    end
{%- endmacro %}
