with source as (
    select * from {{ source('generic', 'email_events') }}
),

final as (
    select
        _source_relation as source_relation,
        event_id,
        recipient_id,
        campaign_id,
        {{ clean_text('campaign_name') }} as campaign_name,
        occurred_at,
        {{ reporting_day('occurred_at') }} as date_day,
        event_type,
        -- set aside, but counted
        case
            when is_deleted then 'deleted'
            when is_machine and event_type in ('open', 'click') then 'machine'
        end as exclusion_reason
    from source
)

select * from final
