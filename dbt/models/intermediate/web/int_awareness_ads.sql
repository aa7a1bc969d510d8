-- Ad impressions and clicks under the names that visits carry. Nothing is dropped; what one of the
-- campaigns has not reported leaves the sum unknown. Search ads that were clicked without a report
-- of keywords or search terms may have been branded.

with days as (
    select * from {{ ref('int_campaign_days') }}
),

labels as (
    select * from {{ ref('int_ad_labels') }}
),

branded as (
    select * from {{ ref('int_branded_days') }}
),

named as (
    select
        days.date_day,
        labels.channel,
        labels.source,
        labels.medium,
        labels.campaign,
        days.impressions,
        days.clicks,
        case
            when not days.is_complete then null
            when branded.branded_clicks is not null then branded.branded_clicks
            when coalesce(days.clicks, 1) = 0 then 0
            when labels.channel not in ('Paid Search', 'Paid Shopping', 'Cross-network') then 0
        end as branded_clicks,
        days.is_complete
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
),

final as (
    select
        date_day, channel, source, medium, campaign,
        cast({{ whole_sum('impressions') }} as bigint) as impressions,
        cast({{ whole_sum('clicks') }} as bigint) as clicks,
        {% if var('brand_terms') -%}
        cast({{ whole_sum('branded_clicks') }} as bigint) as branded_clicks,
        {%- else -%}
        cast(null as bigint) as branded_clicks,
        {%- endif %}
        min(case when is_complete then 1 else 0 end) = 1 as is_complete
    from named
    group by date_day, channel, source, medium, campaign
)

select * from final
