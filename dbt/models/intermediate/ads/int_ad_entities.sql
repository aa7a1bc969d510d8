{# Versions of accounts, campaigns, ad groups, ads and keywords of every platform: which name held on which day.
   Of several versions on one UTC day the last counts; before the first version the first one holds. #}
{%- set google, facebook, linkedin = "'google_ads'", "'facebook_ads'", "'linkedin_ads'" %}
with facebook_campaigns as (
    select
        campaigns.*,
        {{ from_minor_units('campaigns.daily_budget_minor', 'accounts.currency') }} as daily_budget_original
    from {{ ref('stg_facebook_ads__campaign_history') }} as campaigns
    left join (
        select source_relation, account_id, max(currency) as currency
        from {{ ref('stg_facebook_ads__account_history') }}
        group by source_relation, account_id
    ) as accounts
        on
            campaigns.source_relation = accounts.source_relation
            and campaigns.account_id = accounts.account_id
),

facebook_ads as (
    select ads.*, creatives.landing_url
    from {{ ref('stg_facebook_ads__ad_history') }} as ads
    left join {{ ref('int_facebook_creatives') }} as creatives
        on ads.source_relation = creatives.source_relation and ads.creative_id = creatives.creative_id
),

versions as (
    {{ entity_versions(ref('stg_google_ads__account_history'), google, 'account', ['account_id'],
        {'account_id': 'account_id', 'entity_name': 'account_name', 'currency': 'currency',
         'account_timezone': 'account_timezone', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_google_ads__campaign_history'), google, 'campaign', ['campaign_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'entity_name': 'campaign_name',
         'status': 'status', 'channel_type': 'channel_type', 'landing_url': 'tracking_url_template',
         'url_suffix': 'final_url_suffix', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_google_ads__ad_group_history'), google, 'ad_group', ['ad_group_id'],
        {'campaign_id': 'campaign_id', 'ad_group_id': 'ad_group_id', 'entity_name': 'ad_group_name',
         'status': 'status', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_google_ads__ad_history'), google, 'ad', ['ad_group_id', 'ad_id'],
        {'ad_group_id': 'ad_group_id', 'ad_id': 'ad_id', 'entity_name': 'ad_name', 'status': 'status',
         'landing_url': 'landing_url', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_google_ads__ad_group_criterion_history'), google, 'keyword',
        ['ad_group_id', 'keyword_id'],
        {'campaign_id': 'campaign_id', 'ad_group_id': 'ad_group_id', 'entity_name': 'keyword',
         'match_type': 'match_type', 'status': 'status', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_facebook_ads__account_history'), facebook, 'account', ['account_id'],
        {'account_id': 'account_id', 'entity_name': 'account_name', 'currency': 'currency',
         'account_timezone': 'account_timezone', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions('facebook_campaigns', facebook, 'campaign', ['campaign_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'entity_name': 'campaign_name',
         'status': 'status', 'daily_budget_original': 'daily_budget_original',
         'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_facebook_ads__ad_set_history'), facebook, 'ad_group', ['ad_group_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'ad_group_id': 'ad_group_id',
         'entity_name': 'ad_group_name', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions('facebook_ads', facebook, 'ad', ['ad_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'ad_group_id': 'ad_group_id',
         'ad_id': 'ad_id', 'entity_name': 'ad_name', 'landing_url': 'landing_url',
         'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_linkedin_ads__account_history'), linkedin, 'account', ['account_id'],
        {'account_id': 'account_id', 'entity_name': 'account_name', 'currency': 'currency',
         'account_timezone': "'UTC'", 'status': 'status', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_linkedin_ads__campaign_group_history'), linkedin, 'campaign',
        ['campaign_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'entity_name': 'campaign_name',
         'status': 'status', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_linkedin_ads__campaign_history'), linkedin, 'ad_group', ['ad_group_id'],
        {'account_id': 'account_id', 'campaign_id': 'campaign_id', 'ad_group_id': 'ad_group_id',
         'entity_name': 'ad_group_name', 'status': 'status',
         'daily_budget_original': 'daily_budget_original', 'version_at': 'version_at'}) }}
    union all
    {{ entity_versions(ref('stg_linkedin_ads__creative_history'), linkedin, 'ad', ['ad_id'],
        {'ad_group_id': 'ad_group_id', 'ad_id': 'ad_id', 'status': 'status',
         'landing_url': 'landing_url', 'version_at': 'version_at'}) }}
    union all
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
