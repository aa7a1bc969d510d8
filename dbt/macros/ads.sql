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

{% macro entity_key(columns) -%}
    {#- Text key of an account, campaign, ad group, ad or keyword inside one connection and platform. -#}
    {%- for column in columns -%}
        coalesce({{ column }}, ''){% if not loop.last %} || chr(31) || {% endif %}
    {%- endfor -%}
{%- endmacro %}

{% macro entity_columns() -%}
    {{ return({
        'account_id': 'string', 'campaign_id': 'string', 'ad_group_id': 'string', 'ad_id': 'string',
        'entity_name': 'string', 'status': 'string', 'currency': 'string', 'account_timezone': 'string',
        'channel_type': 'string', 'strategy': 'string', 'match_type': 'string', 'landing_url': 'string',
        'url_suffix': 'string', 'daily_budget_original': 'decimal(18, 6)', 'version_at': 'timestamp',
    }) }}
{%- endmacro %}

{% macro entity_versions(platform, entity_type, relation, name, key, columns) -%}
    {#- One branch of int_ad_entities: `name` is the expression of the entity's name, `columns` are taken over as they
        are; what a platform does not have is NULL. -#}
    select
        source_relation,
        '{{ platform }}' as platform,
        '{{ entity_type }}' as entity_type,
        {{ entity_key(key) }} as entity_key,
        {%- for column, type in entity_columns().items() %}
        cast({{ name if column == 'entity_name' else column if column in columns + key else 'null' }} as {{ type }})
            as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}

{% macro versions_by_day(versions) -%}
    {#- CTEs up to `final`: the last version of each day with the days it holds for, half open. -#}
last_of_day as (
    select *
    from (
        select
            *,
            coalesce(cast(version_at as date), date '1900-01-01') as version_on,
            row_number() over (
                partition by source_relation, platform, entity_type, entity_key,
                    coalesce(cast(version_at as date), date '1900-01-01')
                order by version_at desc nulls last
            ) as choice
        from {{ versions }}
    ) as ranked
    where choice = 1
),

final as (
    select
        source_relation,
        platform,
        entity_type,
        entity_key,
        {{ entity_columns() | list | join(',\n        ') }},
        case
            when row_number() over (
                partition by source_relation, platform, entity_type, entity_key
                order by version_on asc nulls last
            ) = 1 then date '1900-01-01'
            else version_on
        end as valid_from,
        lead(version_on, 1, date '9999-12-31') over (
            partition by source_relation, platform, entity_type, entity_key
            order by version_on asc nulls last
        ) as valid_until,
        row_number() over (
            partition by source_relation, platform, entity_type, entity_key
            order by version_on desc nulls last
        ) = 1 as is_current,
        last_value(entity_name) over (
            partition by source_relation, platform, entity_type, entity_key
            order by version_on asc nulls last
            rows between unbounded preceding and unbounded following
        ) as current_name,
        count(*) over (
            partition by source_relation, platform, entity_type, entity_key
        ) as version_count
    from last_of_day
)
{%- endmacro %}

{% macro expand_url_tokens(text) -%}
    {#- Placeholders that platforms fill in at the click, with the campaign's, ad group's and ad's own values. -#}
    {%- set sql = namespace(text="replace(replace(" ~ text ~ ", '%7B', '{'), '%7D', '}')") -%}
    {%- set tokens = {
        'campaign.name': 'campaign_name', 'campaign.id': 'campaign_id', 'adset.name': 'ad_group_name',
        'adset.id': 'ad_group_id', 'ad.name': 'ad_name', 'ad.id': 'ad_id',
        'CAMPAIGN_GROUP_NAME': 'campaign_name', 'CAMPAIGN_GROUP_ID': 'campaign_id',
        'CAMPAIGN_NAME': 'ad_group_name', 'CAMPAIGN_ID': 'ad_group_id', 'CREATIVE_ID': 'ad_id',
    } -%}
    {%- for token, column in tokens.items() -%}
        {%- set sql.text = "replace(" ~ sql.text ~ ", '{' || '{" ~ token ~ "}' || '}', coalesce(" ~ column ~ ", ''))" -%}
    {%- endfor -%}
    {%- for token, column in {'campaignid': 'campaign_id', 'adgroupid': 'ad_group_id', 'creative': 'ad_id'}.items() -%}
        {%- set sql.text = "replace(" ~ sql.text ~ ", '{" ~ token ~ "}', coalesce(" ~ column ~ ", ''))" -%}
    {%- endfor -%}
    {{ sql.text }}
{%- endmacro %}

{% macro same_entity(facts, entities, entity_type) -%}
    {{ entities }}.entity_type = '{{ entity_type }}'
            and {{ facts }}.source_relation = {{ entities }}.source_relation
            and {{ facts }}.platform = {{ entities }}.platform
{%- endmacro %}

{% macro on_day(facts, entities, entity_type) -%}
    {#- The version of an entity that held on the fact's day. -#}
    {{ same_entity(facts, entities, entity_type) }}
            and {{ facts }}.{{ entity_type }}_key = {{ entities }}.entity_key
            and {{ facts }}.date_day >= {{ entities }}.valid_from
            and {{ facts }}.date_day < {{ entities }}.valid_until
{%- endmacro %}

{% macro ad_stat_ids() -%}
    {#- The grain of core.ad_performance. -#}
    {{ return([
        'date_day', 'source_relation', 'platform', 'account_id', 'campaign_id', 'report_grain', 'ad_group_id',
        'ad_id', 'keyword_id', 'search_term', 'match_type', 'landing_url', 'currency',
    ]) }}
{%- endmacro %}

{% macro criterion_id(resource_name) -%}
    {#- The criterion in customers/1/adGroupCriteria/2~3; NULL where the name has none. -#}
    nullif({{ regexp_extract_group(resource_name, '~([0-9]+)$') }}, '')
{%- endmacro %}

{% macro json_tag(json, key) -%}
    {#- Value of one {"key": ..., "value": ...} pair of a list written as JSON, in either order. -#}
    coalesce(
        nullif({{ regexp_extract_group(json, '"' ~ key ~ '"[^}]*"value"[ ]*:[ ]*"([^"]*)"') }}, ''),
        nullif({{ regexp_extract_group(json, '"value"[ ]*:[ ]*"([^"]*)"[^}]*"' ~ key ~ '"') }}, '')
    )
{%- endmacro %}

{% macro campaign_surrogate(rows=none) -%}
    {#- core.dim_campaign.campaign_key of any row that carries a campaign's four ids. -#}
    {%- set ids = [] -%}
    {%- for id in ['source_relation', 'platform', 'account_id', 'campaign_id'] -%}
        {%- do ids.append(rows ~ '.' ~ id if rows else id) -%}
    {%- endfor -%}
    {{ surrogate_key(ids) }}
{%- endmacro %}

{% macro ad_account_owner(rows) -%}
    {#- Who answers for an ad account (var ad_account_owners): by 'platform/account', else by account, else by platform;
        NULL where nobody was named. No source knows. -#}
    {%- set owners = var('ad_account_owners') -%}
    {%- if not owners -%}
        cast(null as string)
    {%- else -%}
        coalesce(
            {%- for key in [rows ~ ".platform || '/' || " ~ rows ~ ".account_id", rows ~ '.account_id', rows ~ '.platform'] %}
            case {{ key }}
                {%- for named, owner in owners.items() %}
                when {{ text_literal(named) }} then {{ text_literal(owner) }}
                {%- endfor %}
            end
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        )
    {%- endif -%}
{%- endmacro %}
