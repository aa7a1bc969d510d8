{# Rows of advertising whose free text held an e-mail address, by the mark that scrubbing left.
   Statistics are counted per day, device and network summed. #}
{%- set texts = [
    ['google_ads', 'account_history', ref('stg_google_ads__account_history'), ['account_name']],
    ['google_ads', 'campaign_history', ref('stg_google_ads__campaign_history'),
        ['campaign_name', 'landing_url', 'url_suffix']],
    ['google_ads', 'ad_group_history', ref('stg_google_ads__ad_group_history'), ['ad_group_name']],
    ['google_ads', 'ad_history', ref('stg_google_ads__ad_history'), ['ad_name', 'landing_url']],
    ['google_ads', 'ad_group_criterion_history',
        ref('stg_google_ads__ad_group_criterion_history'), ['keyword']],
    ['google_ads', 'search_term_keyword_stats', ref('int_google_ads_stats'), ['search_term']],
    ['facebook_ads', 'account_history', ref('stg_facebook_ads__account_history'), ['account_name']],
    ['facebook_ads', 'campaign_history', ref('stg_facebook_ads__campaign_history'),
        ['campaign_name']],
    ['facebook_ads', 'ad_set_history', ref('stg_facebook_ads__ad_set_history'), ['ad_group_name']],
    ['facebook_ads', 'ad_history', ref('stg_facebook_ads__ad_history'), ['ad_name']],
    ['facebook_ads', 'creative_history', ref('stg_facebook_ads__creative_history'),
        ['landing_url', 'url_tags']],
    ['linkedin_ads', 'account_history', ref('stg_linkedin_ads__account_history'), ['account_name']],
    ['linkedin_ads', 'campaign_group_history', ref('stg_linkedin_ads__campaign_group_history'),
        ['campaign_name']],
    ['linkedin_ads', 'campaign_history', ref('stg_linkedin_ads__campaign_history'),
        ['ad_group_name']],
    ['linkedin_ads', 'creative_history', ref('stg_linkedin_ads__creative_history'),
        ['landing_url']],
    ['generic', 'ad_performance', ref('stg_generic__ad_performance'), [
        'account_name', 'campaign_name', 'ad_group_name', 'ad_name', 'landing_url', 'utm_source',
        'utm_medium', 'utm_campaign', 'utm_term', 'utm_content',
    ]],
] %}
with counted as (
    {%- for source_name, table_name, relation, columns in texts %}
    {%- set outer_loop = loop %}
    {%- for column in columns %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        '{{ column }}' as column_name,
        count(*) as row_count
    from {{ relation }}
    where {{ column }} like '%(e-mail removed)%'
    {%- if not (loop.last and outer_loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select source_name, table_name, column_name, cast(row_count as bigint) as row_count
    from counted
    where row_count > 0
)

select * from final
