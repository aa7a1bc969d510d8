-- Ad impressions and clicks under the names that visits carry. Nothing is dropped.

with days as (
    select * from {{ ref('int_campaign_days') }}
),

labels as (
    select * from {{ ref('int_ad_labels') }}
),

branded as (
    select * from {{ ref('int_branded_days') }}
),

final as (
    select
        days.date_day,
        labels.channel,
        labels.source,
        labels.medium,
        labels.campaign,
        cast(sum(days.impressions) as bigint) as impressions,
        cast(sum(days.clicks) as bigint) as clicks,
        {% if var('brand_terms') -%}
        cast(sum(coalesce(branded.branded_clicks, 0)) as bigint) as branded_clicks,
        {%- else -%}
        cast(null as bigint) as branded_clicks,
        {%- endif %}
        min(case when days.is_complete then 1 else 0 end) = 1 as is_complete
    from days
    inner join labels
        on days.source_relation = labels.source_relation
        and days.platform = labels.platform
        and days.account_id = labels.account_id
        and days.campaign_id = labels.campaign_id
    left join branded
        on days.source_relation = branded.source_relation
        and days.platform = branded.platform
        and days.account_id = branded.account_id
        and days.campaign_id = branded.campaign_id
        and days.date_day = branded.date_day
    group by
        days.date_day, labels.channel, labels.source, labels.medium, labels.campaign
)

select * from final
