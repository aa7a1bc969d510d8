-- Where messaging shows what an ad campaign led to: in the row of the campaign's cost, whatever the
-- touch says of itself. Other touches have no row here; they stand under their own words.

with touches as (
    select touch_id, campaign_key from {{ ref('touchpoints') }} where campaign_key is not null
),

labels as (
    select * from {{ ref('int_ad_labels') }}
),

final as (
    select
        touches.touch_id,
        labels.channel,
        labels.source,
        labels.medium,
        labels.campaign
    from touches
    inner join labels on touches.campaign_key = labels.campaign_key
)

select * from final
