with source as (
    select * from {{ source('hubspot', 'merged_deal') }}
),

final as (
    select
        _source_relation as source_relation,
        merged_deal_id as merged_id,
        deal_id as survivor_id
    from source
)

select * from final
