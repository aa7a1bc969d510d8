-- E-mail campaigns of every source and their names; the latest name where events carry it.

with named_events as (
    select * from {{ ref('stg_generic__email_events') }}
    where campaign_id is not null and campaign_name is not null
),

hubspot_campaigns as (
    select * from {{ ref('stg_hubspot__email_campaign') }}
),

ranked as (
    select
        source_relation, campaign_id, campaign_name,
        row_number() over (
            partition by source_relation, campaign_id
            order by occurred_at desc nulls last, event_id desc nulls last
        ) as recency
    from named_events
),

final as (
    select
        'generic' as source_name, source_relation, campaign_id, campaign_name,
        cast(null as string) as subject
    from ranked
    where recency = 1
    union all
    select 'hubspot', source_relation, campaign_id, campaign_name, subject
    from hubspot_campaigns
)

select * from final
