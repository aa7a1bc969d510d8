{# Where ads lead: each landing URL of each ad with its UTM values, placeholders filled in,
   spellings unified. #}
{%- set ids = [
    'source_relation', 'platform', 'account_id', 'campaign_id', 'ad_group_id', 'ad_id',
] %}
with stats as (
    select * from {{ ref('int_ad_stats') }}
    where report_grain in ('campaign', 'ad_group', 'ad')
),

entities as (
    select * from {{ ref('int_ad_entities') }} where is_current
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }}
),

landings as (
    select
        {{ ids | join(', ') }},
        landing_url as landing_url_raw,
        {%- for field in utm_fields() %}
        utm_{{ field }} as utm_{{ field }}_raw,
        {%- endfor %}
        max(campaign_key) as campaign_key,
        max(ad_group_key) as ad_group_key,
        max(ad_key) as ad_key,
        max(date_day) as last_day,
        {{ as_decimal('sum(spend_original)', 38, 6) }} as spend_original
    from stats
    group by
        {{ ids | join(', ') }}, landing_url
        {%- for field in utm_fields() %}, utm_{{ field }}{% endfor %}
),

named as (
    select
        landings.*,
        campaigns.entity_name as campaign_name,
        ad_groups.entity_name as ad_group_name,
        ads.entity_name as ad_name,
        campaigns.url_suffix,
        campaigns.landing_url as url_template
    from landings
    left join entities as campaigns
        on
            {{ same_entity('landings', 'campaigns', 'campaign') }}
            and landings.campaign_key = campaigns.entity_key
    left join entities as ad_groups
        on
            {{ same_entity('landings', 'ad_groups', 'ad_group') }}
            and landings.ad_group_key = ad_groups.entity_key
    left join entities as ads
        on {{ same_entity('landings', 'ads', 'ad') }} and landings.ad_key = ads.entity_key
),

expanded as (
    select
        *,
        {{ regexp_replace_all(expand_url_tokens('landing_url_raw'), '#.*$', '') }} as landing_url,
        {%- for field in utm_fields() %}
        coalesce(
            utm_{{ field }}_raw,
            {{ url_query_value('landing_url_raw', 'utm_' ~ field) }},
            {{ url_query_value('url_suffix', 'utm_' ~ field) }},
            {{ url_query_value('url_template', 'utm_' ~ field) }}
        ) as utm_{{ field }}_text
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from named
),

normalised as (
    select
        *,
        {%- for field in utm_fields() %}
        {{ utm_value(expand_url_tokens('utm_' ~ field ~ '_text')) }} as utm_{{ field }}_value
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from expanded
),

final as (
    select
        {%- for id in ids %}
        normalised.{{ id }},
        {%- endfor %}
        normalised.landing_url_raw,
        {%- for field in utm_fields() %}
        normalised.utm_{{ field }}_raw,
        {%- endfor %}
        {{ scrub('normalised.landing_url') }} as landing_url,
        {%- for field in utm_fields() %}
        {{ utm_canonical(field, 'normalised.utm_' ~ field ~ '_value') }} as utm_{{ field }},
        {%- endfor %}
        normalised.last_day,
        normalised.spend_original
    from normalised
    {{ utm_alias_joins({
        'source': 'normalised.utm_source_value', 'medium': 'normalised.utm_medium_value',
        'campaign': 'normalised.utm_campaign_value', 'term': 'normalised.utm_term_value',
        'content': 'normalised.utm_content_value',
    }) }}
)

select * from final
