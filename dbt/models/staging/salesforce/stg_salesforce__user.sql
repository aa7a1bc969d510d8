with source as (
    select * from {{ source('salesforce', 'user') }}
),

final as (
    select
        _source_relation as source_relation,
        id as user_id,
        {{ hashed_email('email') }} as email_hash,
        coalesce(is_active, true) as is_active
    from source
)

select * from final
