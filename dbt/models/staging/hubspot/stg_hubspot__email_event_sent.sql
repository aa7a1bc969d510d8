with source as (
    select * from {{ source('hubspot', 'email_event_sent') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        {{ clean_text('subject') }} as subject
    from source
)

select * from final
