-- A returned row means that ad impressions or clicks were lost or doubled on the way into messaging.awareness.
with ads as (
    select coalesce(sum(impressions), 0) as impressions, coalesce(sum(clicks), 0) as clicks
    from {{ ref('int_campaign_days') }}
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
