with source as (
    select * from {{ source('hubspot', 'email_event_open') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        duration as duration_ms,
        user_agent
    from source
)

select * from final
