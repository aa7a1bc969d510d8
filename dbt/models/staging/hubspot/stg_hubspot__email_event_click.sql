with source as (
    select * from {{ source('hubspot', 'email_event_click') }}
),

final as (
    select
        _source_relation as source_relation,
        id as event_id,
        {{ url_without_query('url') }} as url,
        user_agent
    from source
)

select * from final
