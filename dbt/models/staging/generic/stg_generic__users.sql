with source as (
    select * from {{ source('generic', 'users') }}
),

final as (
    select
        _source_relation as source_relation,
        user_id,
        account_id,
        contact_id,
        created_at,
        updated_at as seen_at,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        coalesce(is_internal, false) as is_internal,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
