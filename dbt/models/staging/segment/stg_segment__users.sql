with source as (
    select * from {{ source('segment', 'users') }}
),

final as (
    select
        _source_relation as source_relation,
        id as user_id,
        account_id,
        contact_id,
        created_at,
        received_at as seen_at,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        coalesce(is_internal, false) as is_internal
    from source
)

select * from final
