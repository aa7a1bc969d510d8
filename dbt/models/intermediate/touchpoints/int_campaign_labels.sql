-- What a touch may call an ad campaign, and which campaign that is: its id, its UTM campaign, its
-- names of all times. A label that several campaigns share, under one source, names none of them.

with campaigns as (
    select * from {{ ref('int_campaigns') }}
),

landings as (
    select * from {{ ref('int_ad_landings') }} where utm_campaign is not null
),

entities as (
    select * from {{ ref('int_ad_entities') }} where entity_type = 'campaign'
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }} where field = 'campaign'
),

keyed as (
    select
        {{ campaign_surrogate() }} as campaign_key,
        source_relation, platform, account_id, campaign_id, campaign_key as entity_key,
        campaign_name,
        coalesce(utm_source, {{ platform_source('platform') }}) as source
    from campaigns
    where campaign_id <> '(unknown)'
),

labels as (
    select 1 as priority, '' as source, campaign_id as label, campaign_key from keyed
    union all
    select
        2 as priority,
        coalesce(utm_source, {{ platform_source('platform') }}) as source,
        utm_campaign as label,
        {{ campaign_surrogate() }} as campaign_key
    from landings
    where campaign_id <> '(unknown)'
    union all
    select 3 as priority, source, {{ utm_value('campaign_id') }} as label, campaign_key from keyed
    union all
    select
        4 as priority, keyed.source, {{ utm_value('entities.entity_name') }} as label,
        keyed.campaign_key
    from keyed
    inner join entities
        on
            keyed.source_relation = entities.source_relation
            and keyed.platform = entities.platform
            and keyed.entity_key = entities.entity_key
),

spelled as (
    select
        labels.priority,
        labels.source,
        case when labels.priority = 1 then labels.label
            else {{ utm_canonical('campaign', 'labels.label') }} end as label,
        labels.campaign_key
    from labels
    {{ utm_alias_joins({'campaign': 'labels.label'}) }}
),

-- The surest way to name a campaign wins: an id before a UTM value before a name.
ranked as (
    select
        source, label, campaign_key,
        dense_rank() over (
            partition by source, label order by priority asc nulls last
        ) as choice
    from spelled
    where label is not null
),

unique_labels as (
    select
        source,
        label,
        case when min(campaign_key) = max(campaign_key) then min(campaign_key) end as campaign_key,
        cast(count(distinct campaign_key) as bigint) as campaigns
    from ranked
    where choice = 1
    group by source, label
),

final as (
    select
        unique_labels.source,
        unique_labels.label,
        unique_labels.campaign_key,
        unique_labels.campaigns,
        {{ utm_value('keyed.campaign_name') }} as campaign_name
    from unique_labels
    left join keyed
        on unique_labels.campaign_key = keyed.campaign_key
)

select * from final
