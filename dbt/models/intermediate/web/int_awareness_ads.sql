-- Ad impressions and clicks under the names that visits carry. A campaign with UTM values is
-- called by them. One without is called as the visits of that campaign name and channel are, where
-- these agree on one source and medium; else by its platform. Nothing is dropped.

with days as (
    select * from {{ ref('int_campaign_days') }}
),

campaigns as (
    select * from {{ ref('dim_campaign') }}
),

branded as (
    select * from {{ ref('int_branded_days') }}
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
        named.source_relation,
        named.platform,
        named.account_id,
        named.campaign_id,
        named.campaign,
        case
            when named.is_tagged then coalesce(named.utm_source, '(not set)')
            else coalesce(visits.source, named.platform)
        end as source,
        case
            when named.is_tagged then coalesce(named.utm_medium, '(not set)')
            else coalesce(visits.medium, '(not set)')
        end as medium,
        case when not named.is_tagged then named.channel end as own_channel
    from named
    left join visits on named.campaign = visits.campaign and named.channel = visits.channel
),

channelled as (
    select *, coalesce(own_channel, {{ channel_group('source', 'medium', 'campaign') }}) as channel
    from labelled
),

final as (
    select
        days.date_day,
        channelled.channel,
        channelled.source,
        channelled.medium,
        channelled.campaign,
        cast(sum(days.impressions) as bigint) as impressions,
        cast(sum(days.clicks) as bigint) as clicks,
        {% if var('brand_terms') -%}
        cast(sum(coalesce(branded.branded_clicks, 0)) as bigint) as branded_clicks,
        {%- else -%}
        cast(null as bigint) as branded_clicks,
        {%- endif %}
        min(case when days.is_complete then 1 else 0 end) = 1 as is_complete
    from days
    inner join channelled
        on days.source_relation = channelled.source_relation
        and days.platform = channelled.platform
        and days.account_id = channelled.account_id
        and days.campaign_id = channelled.campaign_id
    left join branded
        on days.source_relation = branded.source_relation
        and days.platform = branded.platform
        and days.account_id = branded.account_id
        and days.campaign_id = branded.campaign_id
        and days.date_day = branded.date_day
    group by
        days.date_day, channelled.channel, channelled.source, channelled.medium, channelled.campaign
)

select * from final
