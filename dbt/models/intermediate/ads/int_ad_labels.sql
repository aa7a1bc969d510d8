-- The names that ad campaigns go by in messaging. A campaign with UTM values is called by them. One
-- without is called as the visits of that campaign name and channel are, where these agree on one
-- source and medium; else by its platform. Its channel is its own: that is where its cost stands.

with campaigns as (
    select * from {{ ref('dim_campaign') }}
),

visits as (
    select channel, campaign, min(source) as source, min(medium) as medium
    from {{ ref('sessions') }}
    where campaign is not null
    group by channel, campaign
    having min(source) = max(source) and min(medium) = max(medium)
),

named as (
    select
        *,
        coalesce(utm_campaign, {{ utm_value('campaign_name') }}, campaign_id) as campaign,
        coalesce(utm_source, utm_medium) is not null as is_tagged
    from campaigns
),

labelled as (
    select
        named.campaign_key,
        named.source_relation,
        named.platform,
        named.account_id,
        named.campaign_id,
        named.campaign,
        named.channel,
        case
            when named.is_tagged then coalesce(named.utm_source, '(not set)')
            else coalesce(visits.source, named.platform)
        end as source,
        case
            when named.is_tagged then coalesce(named.utm_medium, '(not set)')
            else coalesce(visits.medium, '(not set)')
        end as medium
    from named
    left join visits on named.campaign = visits.campaign and named.channel = visits.channel
),

final as (
    select
        campaign_key,
        source_relation,
        platform,
        account_id,
        campaign_id,
        campaign,
        source,
        medium,
        channel
    from labelled
)

select * from final
