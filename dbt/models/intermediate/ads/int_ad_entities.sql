{# Versions of accounts, campaigns, ad groups, ads and keywords of every platform: which name
   held on which day. Of several versions on one UTC day the last counts; before the first
   version the first one holds. #}
with facebook_currencies as (
    select source_relation, account_id, max(currency) as currency
    from {{ ref('stg_facebook_ads__account_history') }}
    group by source_relation, account_id
),

{% for entity, table in {'campaigns': 'campaign_history', 'ad_sets': 'ad_set_history'}.items() %}
facebook_{{ entity }} as (
    select
        versions.*,
        {{ from_minor_units('versions.daily_budget_minor', 'accounts.currency') }}
            as daily_budget_original
    from {{ ref('stg_facebook_ads__' ~ table) }} as versions
    left join facebook_currencies as accounts
        on
            versions.source_relation = accounts.source_relation
            and versions.account_id = accounts.account_id
),
{% endfor %}
facebook_ads as (
    select ads.*, creatives.landing_url
    from {{ ref('stg_facebook_ads__ad_history') }} as ads
    left join {{ ref('int_facebook_creatives') }} as creatives
        on
            ads.source_relation = creatives.source_relation
            and ads.creative_id = creatives.creative_id
),

versions as (
    {%- for platform, entity_type, relation, name, key, columns in [
        ('google_ads', 'account', ref('stg_google_ads__account_history'), 'account_name',
            ['account_id'], ['currency', 'account_timezone']),
        ('google_ads', 'campaign', ref('stg_google_ads__campaign_history'), 'campaign_name',
            ['campaign_id'], ['account_id', 'status', 'channel_type', 'landing_url', 'url_suffix']),
        ('google_ads', 'ad_group', ref('stg_google_ads__ad_group_history'), 'ad_group_name',
            ['ad_group_id'], ['campaign_id', 'status']),
        ('google_ads', 'ad', ref('stg_google_ads__ad_history'), 'ad_name',
            ['ad_group_id', 'ad_id'], ['status', 'landing_url']),
        ('google_ads', 'keyword', ref('stg_google_ads__ad_group_criterion_history'), 'keyword',
            ['ad_group_id', 'keyword_id'], ['campaign_id', 'match_type', 'status']),
        ('facebook_ads', 'account', ref('stg_facebook_ads__account_history'), 'account_name',
            ['account_id'], ['currency', 'account_timezone']),
        ('facebook_ads', 'campaign', 'facebook_campaigns', 'campaign_name',
            ['campaign_id'], ['account_id', 'status', 'daily_budget_original']),
        ('facebook_ads', 'ad_group', 'facebook_ad_sets', 'ad_group_name',
            ['ad_group_id'], ['account_id', 'campaign_id', 'daily_budget_original']),
        ('facebook_ads', 'ad', 'facebook_ads', 'ad_name',
            ['ad_id'], ['account_id', 'campaign_id', 'ad_group_id', 'landing_url']),
        ('linkedin_ads', 'account', ref('stg_linkedin_ads__account_history'), 'account_name',
            ['account_id'], ['currency', 'account_timezone', 'status']),
        ('linkedin_ads', 'campaign', ref('stg_linkedin_ads__campaign_group_history'),
            'campaign_name', ['campaign_id'], ['account_id', 'status']),
        ('linkedin_ads', 'ad_group', ref('stg_linkedin_ads__campaign_history'), 'ad_group_name',
            ['ad_group_id'], ['account_id', 'campaign_id', 'status', 'daily_budget_original']),
        ('linkedin_ads', 'ad', ref('stg_linkedin_ads__creative_history'), 'null',
            ['ad_id'], ['ad_group_id', 'status', 'landing_url']),
    ] %}
    {{ entity_versions(
        platform, entity_type, relation, name, key, columns + ['version_at']
    ) | indent(4) }}
    union all
    {%- endfor %}
    select
        source_relation, platform, entity_type, entity_key,
        {%- for column, type in entity_columns().items() %}
        {%- if column in ['account_id', 'campaign_id', 'ad_group_id', 'ad_id', 'entity_name',
            'account_timezone', 'strategy', 'version_at'] %}
        {{ column }}
        {%- else %}
        cast(null as {{ type }})
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('int_generic_ad_versions') }}
),

{{ versions_by_day('versions') }}

select * from final
