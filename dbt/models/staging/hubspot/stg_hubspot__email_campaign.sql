with source as (
    select * from {{ source('hubspot', 'email_campaign') }}
),

final as (
    select
        _source_relation as source_relation,
        id as campaign_id,
        {{ clean_text('coalesce(name, subject)') }} as campaign_name,
        {{ clean_text('subject') }} as subject,
        type as campaign_type
    from source
)

select * from final
