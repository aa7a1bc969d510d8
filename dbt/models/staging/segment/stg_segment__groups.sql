with source as (
    select * from {{ source('segment', 'groups') }}
),

final as (
    select
        _source_relation as source_relation,
        id as group_call_id,
        anonymous_id,
        user_id,
        group_id as account_id,
        coalesce(received_at, timestamp) as seen_at,
        plan
    from source
)

select * from final
