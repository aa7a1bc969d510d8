-- HubSpot has more kinds of events (processed, deferred, print, ...); they are counted, not used.

with source as (
    select * from {{ source('hubspot', 'email_event') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        email_campaign_id as campaign_id,
        {{ hashed_email('recipient') }} as email_hash,
        created as occurred_at,
        {{ reporting_day('created') }} as date_day,
        {{ hubspot_email_event('type') }} as event_type,
        -- set aside, but counted
        case
            when {{ hubspot_email_event('type') }} is null then 'other_event'
            when recipient is null then 'no_recipient'
            when filtered_event and {{ hubspot_email_event('type') }} in ('open', 'click')
                then 'machine'
        end as exclusion_reason
    from source
)

select * from final
