with touches as (
    select * from {{ ref('touchpoints') }}
    where
        is_paid and is_click and campaign is not null and campaign_key is null
        and source <> '(not set)'
),

labels as (
    select * from {{ ref('int_campaign_labels') }}
),

final as (
    select
        touches.source,
        touches.medium,
        touches.campaign,
        case when coalesce(max(labels.campaigns), 0) > 1 then 'several' else 'unknown' end
            as why_unmatched,
        cast(count(*) as bigint) as touches,
        min(touches.date_day) as first_day,
        max(touches.date_day) as last_day
    from touches
    left join labels
        on touches.source = labels.source and touches.campaign = labels.label
    group by touches.source, touches.medium, touches.campaign
)

select * from final
