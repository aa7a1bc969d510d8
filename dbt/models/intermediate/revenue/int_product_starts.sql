-- When an account first had a product, and when it stopped being a customer (NULL while it is one).
-- Orders count where var ownership_order_months lets them.

with subscriptions as (
    select * from {{ ref('int_paid_subscriptions') }}
),

orders as (
    select * from {{ ref('int_orders') }}
    where
        account_id is not null and product_id is not null and amount_original > 0
        and {{ var('ownership_order_months') | int }} > 0
),

unioned as (
    select account_id, product_id, started_on, ended_on
    from subscriptions
    union all
    select account_id, product_id, ordered_on, cast(null as date)
    from orders
),

leaving as (
    select
        account_id,
        case when count(*) = count(ended_on) then max(ended_on) end as left_on
    from unioned
    group by account_id
),

final as (
    select
        unioned.account_id,
        unioned.product_id,
        min(unioned.started_on) as first_on,
        max(leaving.left_on) as left_on
    from unioned
    inner join leaving on unioned.account_id = leaving.account_id
    group by unioned.account_id, unioned.product_id
)

select * from final
