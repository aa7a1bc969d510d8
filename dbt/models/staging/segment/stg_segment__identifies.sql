with source as (
    select * from {{ source('segment', 'identifies') }}
),

final as (
    select
        _source_relation as source_relation,
        id as identify_id,
        anonymous_id,
        user_id,
        coalesce(timestamp, received_at) as seen_at,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        plan
    from source
)

select * from final
