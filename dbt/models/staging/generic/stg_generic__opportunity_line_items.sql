with source as (
    select * from {{ source('generic', 'opportunity_line_items') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        line_item_id,
        opportunity_id,
        product_id,
        quantity,
        amount as amount_original,
        currency
    from source
)

select * from final
