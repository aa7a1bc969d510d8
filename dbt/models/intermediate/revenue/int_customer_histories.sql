-- Customers as BG/NBD and Gamma-Gamma see them: orders are days on which something was paid, the
-- first one begins the history. Repeat orders are worth what they earned, discounts taken off; NULL
-- where a margin or a rate is missing. What a contract bills is no order: whether it is paid again
-- is told by the contract (int_contract_outlooks), and would count twice. That is every deal of an
-- account under contract, and its orders of a product under contract; where one of the two names no
-- product, it may be any.

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
    where customer_id is not null and (revenue_original > 0 or is_discount)
),

contracts as (
    select * from {{ ref('int_contracts') }}
),

contract_accounts as (
    select account_id, count(product_id) = count(*) as names_products
    from contracts
    group by account_id
),

paid as (
    select
        revenue.customer_kind,
        revenue.customer_id,
        revenue.occurred_on,
        {{ whole_sum('revenue.gross_profit') }} as gross_profit
    from revenue
    left join contract_accounts on revenue.account_id = contract_accounts.account_id
    left join contracts
        on
            revenue.account_id = contracts.account_id
            and revenue.product_id = contracts.product_id
    where
        contract_accounts.account_id is null
        or (
            revenue.revenue_source = 'order'
            and revenue.product_id is not null
            and contract_accounts.names_products
            and contracts.account_id is null
        )
    group by revenue.customer_kind, revenue.customer_id, revenue.occurred_on
    having max(revenue.revenue_original) > 0
),

numbered as (
    select
        *,
        min(occurred_on) over (partition by customer_kind, customer_id) as first_on
    from paid
),

clock as (
    select * from {{ ref('int_clock') }}
),

grouped as (
    select
        customer_kind,
        customer_id,
        first_on,
        max(occurred_on) as last_on,
        cast(count(*) - 1 as bigint) as repeat_orders,
        case
            when count(gross_profit) = count(*)
                then {{ as_decimal(
                    'coalesce(sum(case when occurred_on > first_on then gross_profit end), 0)'
                ) }}
        end as repeat_gross_profit
    from numbered
    group by customer_kind, customer_id, first_on
),

final as (
    select
        grouped.customer_kind,
        grouped.customer_id,
        grouped.first_on,
        grouped.last_on,
        grouped.repeat_orders,
        cast({{ days_between('grouped.first_on', 'grouped.last_on') }} as bigint) as recency_days,
        cast({{ days_between('grouped.first_on', 'clock.as_of_on') }} as bigint) as age_days,
        grouped.repeat_gross_profit,
        {{ ratio('grouped.repeat_gross_profit', 'grouped.repeat_orders') }}
            as mean_repeat_gross_profit
    from grouped
    cross join clock
)

select * from final
