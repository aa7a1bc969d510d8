with source as (
    select * from {{ source('generic', 'identities') }}
),

final as (
    select
        _source_relation as source_relation,
        anonymous_id,
        user_id,
        seen_at,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
