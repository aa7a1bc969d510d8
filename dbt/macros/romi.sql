{# Return on marketing investment: what it is counted over. #}

{% macro romi_scopes() -%}
    {#- Scope -> its id in rows that carry campaign_key, channel and product_id. Every cost and every sale has one id in
        every scope, so each scope adds up to the total. -#}
    {{ return({
        'campaign': "coalesce(campaign_key, '(no campaign)')",
        'channel': "coalesce(channel, '(unknown)')",
        'product': "coalesce(product_id, '(no product)')",
        'total': "'(all)'",
    }) }}
{%- endmacro %}

{% macro known_sum(amount, condition) -%}
    {#- Sum of `amount` over the rows of `condition`; NULL where one of them has none. -#}
    {{ complete_sum(amount, '0', condition) }}
{%- endmacro %}
