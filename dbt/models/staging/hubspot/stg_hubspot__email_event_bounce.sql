with source as (
    select * from {{ source('hubspot', 'email_event_bounce') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        category,
        status,
        {{ clean_text('response') }} as response
    from source
)

select * from final
