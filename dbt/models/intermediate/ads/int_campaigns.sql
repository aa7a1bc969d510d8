{# One row per campaign: what it is called now, whose it is, when it ran, which UTM values its
   ads carry. #}
with days as (
    select * from {{ ref('int_campaign_days') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }} where is_current
),

landings as (
    select * from {{ ref('int_ad_landings') }}
),

lives as (
    select
        source_relation,
        platform,
        account_id,
        campaign_id,
        max(campaign_key) as campaign_key,
        min(case when spend_original > 0 or impressions > 0 then date_day end) as first_active_on,
        max(case when spend_original > 0 or impressions > 0 then date_day end) as last_active_on
    from days
    group by source_relation, platform, account_id, campaign_id
),

-- Campaigns that never ran are campaigns too.
idle as (
    select
        entities.source_relation,
        entities.platform,
        coalesce(entities.account_id, '(unknown)') as account_id,
        entities.campaign_id,
        entities.entity_key as campaign_key,
        cast(null as date) as first_active_on,
        cast(null as date) as last_active_on
    from entities
    left join lives
        on
            entities.source_relation = lives.source_relation
            and entities.platform = lives.platform
            and entities.entity_key = lives.campaign_key
    where entities.entity_type = 'campaign' and lives.campaign_id is null
),

campaigns as (
    select * from lives
    union all
    select * from idle
),

-- The landing that speaks for the campaign: tagged before untagged, then latest, then dearest.
tagged as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by source_relation, platform, account_id, campaign_id
                order by
                    case when utm_campaign is null then 1 else 0 end asc nulls last,
                    case when utm_source is null then 1 else 0 end asc nulls last,
                    last_day desc nulls last,
                    spend_original desc nulls last,
                    utm_campaign asc nulls last,
                    utm_source asc nulls last,
                    utm_medium asc nulls last,
                    utm_term asc nulls last,
                    utm_content asc nulls last
            ) as choice
        from landings
    ) as ranked
    where choice = 1
),

final as (
    select
        campaigns.source_relation,
        campaigns.platform,
        campaigns.account_id,
        campaigns.campaign_id,
        campaigns.campaign_key,
        entities.entity_name as campaign_name,
        coalesce(entities.version_count, 0) as version_count,
        accounts.entity_name as account_name,
        accounts.currency,
        coalesce(accounts.account_timezone, entities.account_timezone) as account_timezone,
        entities.status,
        entities.strategy as given_strategy,
        entities.channel_type,
        campaigns.first_active_on,
        campaigns.last_active_on,
        {%- for field in utm_fields() %}
        tagged.utm_{{ field }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from campaigns
    left join entities
        on
            {{ same_entity('campaigns', 'entities', 'campaign') }}
            and campaigns.campaign_key = entities.entity_key
    left join entities as accounts
        on
            {{ same_entity('campaigns', 'accounts', 'account') }}
            and campaigns.account_id = accounts.entity_key
    left join tagged
        on
            campaigns.source_relation = tagged.source_relation
            and campaigns.platform = tagged.platform
            and campaigns.account_id = tagged.account_id
            and campaigns.campaign_id = tagged.campaign_id
)

select * from final
