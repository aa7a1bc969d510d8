-- Customers as BG/NBD and Gamma-Gamma see them: orders are days on which something was paid, the
-- first one begins the history. Repeat orders are worth what they earned; NULL where a margin or
-- a rate is missing. What an account under contract signed is no order: whether it pays again is
-- told by its contract (int_contract_outlooks), and a deal and an order are not worth alike.

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
    where customer_id is not null and revenue_original > 0
),

contract_accounts as (
    select account_id from {{ ref('int_contracts') }} group by account_id
),

paid as (
    select
        revenue.customer_kind,
        revenue.customer_id,
        revenue.occurred_on,
        {{ whole_sum('revenue.gross_profit') }} as gross_profit
    from revenue
    left join contract_accounts
        on
            {{ key_where("revenue.revenue_source = 'opportunity'", 'revenue.account_id') }}
            = contract_accounts.account_id
    where contract_accounts.account_id is null
    group by revenue.customer_kind, revenue.customer_id, revenue.occurred_on
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
