with source as (
    select * from {{ source('generic', 'products') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        product_id,
        name as product_name,
        gross_margin,
        market_size as market_size_original,
        market_growth,
        currency
    from source
)

select * from final
