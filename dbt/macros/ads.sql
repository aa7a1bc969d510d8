{# What is peculiar to ad platforms: units, lists in text, conversion families, the sums of a fact. #}

{% macro from_micros(column) -%}
    {{ as_decimal("cast(" ~ column ~ " as decimal(19, 0)) * cast(0.000001 as decimal(7, 6))") }}
{%- endmacro %}

{% macro from_minor_units(amount, currency) -%}
    {#- Meta writes budgets in the smallest unit of a currency; these currencies have no smaller one there. -#}
    {{ as_decimal(
        "cast(" ~ amount ~ " as decimal(18, 0)) * case when " ~ currency ~ " in "
        ~ sql_list(['CLP', 'COP', 'CRC', 'HUF', 'ISK', 'IDR', 'JPY', 'KRW', 'PYG', 'TWD', 'VND'])
        ~ " then cast(1 as decimal(3, 2)) else cast(0.01 as decimal(3, 2)) end"
    ) }}
{%- endmacro %}

{% macro first_of_list(column) -%}
    {#- First element of a list written as text, with or without brackets and quotes. -#}
    nullif(trim(split_part(
        replace(replace(replace({{ column }}, '[', ''), ']', ''), chr(34), ''), ',', 1
    )), '')
{%- endmacro %}

{% macro facebook_conversion_types() -%}
    {#- The configured family of action types. Meta's types overlap: `lead` already counts what the pixel's lead
        and the on-site lead count, so a roll-up type beside one of its parts would count twice. -#}
    {%- set types = var('facebook_conversion_action_types') -%}
    {%- for kind in ['lead', 'purchase', 'complete_registration', 'add_to_cart', 'initiate_checkout', 'search'] -%}
        {%- set rollups = [kind, 'omni_' ~ kind, 'onsite_web_' ~ kind, 'onsite_web_app_' ~ kind] -%}
        {%- set same_kind = [] -%}
        {%- for type in types if modules.re.search(kind ~ '(_grouped)?$', type) -%}
            {%- do same_kind.append(type) -%}
        {%- endfor -%}
        {%- if same_kind | length > 1 and same_kind | select('in', rollups) | list -%}
            {{ exceptions.raise_compiler_error(
                "var facebook_conversion_action_types counts one action twice: " ~ (same_kind | join(', '))
                ~ " overlap; keep either the roll-up type or its parts"
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro %}

{% macro ad_measures() -%}
    {{ return([
        ['spend_original', 'decimal(18, 6)'], ['impressions', 'bigint'], ['clicks', 'bigint'],
        ['platform_conversions', 'decimal(18, 6)'], ['platform_value_original', 'decimal(18, 6)'],
        ['view_through_conversions', 'decimal(18, 6)'],
    ]) }}
{%- endmacro %}

{% macro sum_measures(measures) -%}
    {%- for name, type in measures %}
        cast(sum({{ name }}) as {{ type }}) as {{ name }}{% if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{% macro google_ads_tables() -%}
    {{ return([
        ['google_ads', 'campaign_stats'], ['google_ads', 'ad_group_stats'], ['google_ads', 'ad_stats'],
        ['google_ads', 'keyword_stats'], ['google_ads', 'search_term_keyword_stats'],
    ]) }}
{%- endmacro %}
{% macro facebook_ads_tables() -%}
    {{ return([
        ['facebook_ads', 'basic_ad'], ['facebook_ads', 'basic_ad_actions'],
        ['facebook_ads', 'basic_ad_action_values'],
    ]) }}
{%- endmacro %}
{% macro linkedin_ads_tables() -%}
    {{ return([
        ['linkedin_ads', 'ad_analytics_by_campaign'], ['linkedin_ads', 'ad_analytics_by_creative'],
    ]) }}
{%- endmacro %}
{% macro generic_ads_tables() -%}{{ return([['generic', 'ad_performance']]) }}{%- endmacro %}
