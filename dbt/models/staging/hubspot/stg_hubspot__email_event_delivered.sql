with source as (
    select * from {{ source('hubspot', 'email_event_delivered') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        {{ clean_text('response') }} as response
    from source
)

select * from final
