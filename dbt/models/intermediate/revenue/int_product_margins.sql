-- Gross margin of a product. Product ids are the company's own; connections that contradict one
-- another about the margin leave it unknown.

with products as (
    select * from {{ ref('stg_generic__products') }}
),

final as (
    select
        product_id,
        case when min(gross_margin) = max(gross_margin) then min(gross_margin) end as gross_margin
    from products
    group by product_id
)

select * from final
