with source as (
    select * from {{ source('hubspot', 'deal_stage') }}
),

final as (
    select
        _source_relation as source_relation,
        deal_id as opportunity_id,
        value as stage,
        date_entered as entered_at
    from source
)

select * from final
