with campaigns as (
    select * from {{ ref('int_campaigns') }}
),

-- Keywords tell brand from demand better than a campaign's name, by what was shown on them:
-- negative keywords are never shown.
keywords as (
    select
        source_relation,
        platform,
        account_id,
        campaign_id,
        2 * coalesce(sum(branded_impressions), 0) > sum(keyword_impressions) as is_branded
    from {{ ref('int_branded_days') }}
    group by source_relation, platform, account_id, campaign_id
    having sum(keyword_impressions) > 0
),

-- Without UTM values the platform itself says what its traffic is called.
labelled as (
    select
        *,
        utm_source is null and utm_medium is null as is_untagged,
        coalesce(utm_source, {{ platform_source('platform') }}) as traffic_source,
        coalesce(utm_medium, case
            when channel_type = 'display' then 'display'
            when channel_type in ('performance_max', 'demand_gen', 'discovery') then 'cross-network'
            else 'cpc'
        end) as traffic_medium
    from campaigns
),

decided as (
    select
        labelled.*,
        case
            when labelled.given_strategy is not null then labelled.given_strategy
            when keywords.is_branded then 'brand'
            when keywords.is_branded is null and {{ has_brand_term('labelled.campaign_name') }}
                then 'brand'
            else 'demand'
        end as strategy,
        case
            when labelled.given_strategy is not null then 'source'
            {%- if var('brand_terms') %}
            when keywords.is_branded is not null then 'keywords'
            when {{ has_brand_term('labelled.campaign_name') }} then 'campaign_name'
            {%- endif %}
            else 'default'
        end as strategy_source
    from labelled
    left join keywords
        on
            labelled.source_relation = keywords.source_relation
            and labelled.platform = keywords.platform
            and labelled.account_id = keywords.account_id
            and labelled.campaign_id = keywords.campaign_id
),

final as (
    select
        {{ campaign_surrogate() }} as campaign_key,
        source_relation,
        platform,
        account_id,
        campaign_id,
        campaign_name,
        cast(version_count as bigint) as version_count,
        account_name,
        currency,
        account_timezone,
        {{ is_tz_aligned('account_timezone') }} as is_tz_aligned,
        status,
        strategy,
        strategy_source,
        channel_type,
        case
            when is_untagged and channel_type = 'video' then 'Paid Video'
            when is_untagged and channel_type = 'shopping' then 'Paid Shopping'
            else {{ channel_group('traffic_source', 'traffic_medium', 'campaign_name') }}
        end as channel,
        {%- for field in utm_fields() %}
        utm_{{ field }},
        {%- endfor %}
        first_active_on,
        last_active_on
    from decided
)

select * from final
