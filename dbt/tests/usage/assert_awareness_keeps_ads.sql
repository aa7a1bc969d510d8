-- A returned row means that ad impressions or clicks were lost or doubled on the way into messaging.awareness. Campaigns
-- of one name and day of which one is unknown are unknown there.
with named as (
    select
        {%- for measure in ['impressions', 'clicks'] %}
        case when count(*) = count(days.{{ measure }}) then sum(days.{{ measure }}) end as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_campaign_days') }} as days
    left join {{ ref('int_ad_labels') }} as labels
        on days.source_relation = labels.source_relation
        and days.platform = labels.platform
        and days.account_id = labels.account_id
        and days.campaign_id = labels.campaign_id
    group by days.date_day, labels.channel, labels.source, labels.medium, labels.campaign
),

ads as (
    select coalesce(sum(impressions), 0) as impressions, coalesce(sum(clicks), 0) as clicks from named
),

shown as (
    select coalesce(sum(impressions), 0) as impressions, coalesce(sum(clicks), 0) as clicks
    from {{ ref('awareness') }}
)

select ads.impressions as ad_impressions, shown.impressions as shown_impressions,
    ads.clicks as ad_clicks, shown.clicks as shown_clicks
from ads
cross join shown
where ads.impressions <> shown.impressions or ads.clicks <> shown.clicks
