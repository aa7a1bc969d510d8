-- Who owned which product at the end of which month: accounts with recurring revenue of it and, if
-- var ownership_order_months says for how long, those that ordered it. Orders have no monthly
-- price.
{%- set order_months = var('ownership_order_months') | int %}

with movements as (
    select * from {{ ref('mrr_movements') }}
),

orders as (
    select * from {{ ref('int_orders') }}
    where account_id is not null and product_id is not null and amount_original > 0
),

months as (
    select * from {{ ref('int_months') }}
),

numbered_months as (
    select
        *,
        12 * cast(extract(year from month_on) as bigint)
        + cast(extract(month from month_on) as bigint)
            as month_number
    from months
),

unioned as (
    select account_id, product_id, month_on, closing_mrr as mrr
    from movements
    where closing_mrr is null or closing_mrr > 0
    union all
    select
        orders.account_id, orders.product_id, numbered_months.month_on,
        cast(null as decimal(18, 6))
    from orders
    inner join numbered_months
        on
            orders.ordered_on <= numbered_months.seen_on
            and numbered_months.month_number
            < 12 * cast(extract(year from orders.ordered_on) as bigint)
            + cast(extract(month from orders.ordered_on) as bigint) + {{ order_months }}
),

final as (
    select account_id, product_id, month_on, max(mrr) as mrr
    from unioned
    group by account_id, product_id, month_on
)

select * from final
