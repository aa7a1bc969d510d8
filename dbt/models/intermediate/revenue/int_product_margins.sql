-- Gross margin of a product and growth of its market. Product ids are the company's own;
-- connections that contradict one another about one of them leave it unknown.

with products as (
    select * from {{ ref('stg_generic__products') }}
),

final as (
    select
        product_id,
        case when min(gross_margin) = max(gross_margin) then min(gross_margin) end as gross_margin,
        case when min(market_growth) = max(market_growth) then min(market_growth) end
            as market_growth
    from products
    group by product_id
)

select * from final
