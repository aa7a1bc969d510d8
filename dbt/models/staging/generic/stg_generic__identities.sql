with source as (
    select * from {{ source('generic', 'identities') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        anonymous_id,
        user_id,
        seen_at
    from source
)

select * from final
