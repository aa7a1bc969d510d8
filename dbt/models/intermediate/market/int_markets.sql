-- How large the market of a product is and how fast it grows, by the sheet, at tonight's rate so
-- that a share moves with revenue and not with a currency; and that of all products together, where
-- every one of them is known. Connections that contradict one another leave a market unknown.

with converted as (
    select
        products.product_id,
        products.market_growth,
        {{ fx_amount('products.market_size_original') }} as market_size
    from {{ ref('stg_generic__products') }} as products
    cross join {{ ref('int_clock') }} as clock
    {{ fx_joins(
        "coalesce(products.currency, '" ~ var('reporting_currency') ~ "')", 'clock.as_of_on'
    ) }}
),

products as (
    select
        product_id,
        case
            when min(market_size) = max(market_size) and count(*) = count(market_size)
                then min(market_size)
        end as market_size,
        case
            when min(market_growth) = max(market_growth) and count(*) = count(market_growth)
                then min(market_growth)
        end as market_growth
    from converted
    group by product_id
),

final as (
    select
        'product' as scope, product_id as scope_id, market_size,
        cast(market_growth as double) as market_growth
    from products
    union all
    select
        'total', '(all)', {{ known_sum('market_size', 'true') }},
        case when count(*) = count(market_size) and count(*) = count(market_growth)
            then {{ ratio(
                'sum(cast(' ~ as_decimal('market_size', 24, 6) ~ ' * '
                ~ as_decimal('market_growth', 12, 6) ~ ' as decimal(38, 6)))',
                'sum(market_size)'
            ) }}
        end
    from products
)

select * from final
