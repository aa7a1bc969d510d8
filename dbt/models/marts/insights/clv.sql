with histories as (
    select * from {{ ref('int_customer_histories') }}
),

contracts as (
    select * from {{ ref('int_contract_outlooks') }}
),

customers as (
    select
        customer_kind,
        customer_id,
        min(case when revenue_original > 0 then occurred_on end) as first_on,
        max(case when revenue_original > 0 then occurred_on end) as last_on,
        {{ complete_sum('revenue', 'revenue_original', 'true') }} as revenue,
        {{ complete_sum('gross_profit', 'revenue_original', 'true') }} as gross_profit
    from {{ ref('int_customer_revenue') }}
    where customer_id is not null
    group by customer_kind, customer_id
    having max(revenue_original) > 0
),

order_fit as (
    select * from {{ ref('clv_fits') }} where model = 'bg_nbd'
),

worth_fit as (
    select * from {{ ref('clv_fits') }} where model = 'gamma_gamma'
),

-- The outlook is dear: once per history, not once per customer.
outlooks as (
    select
        histories.repeat_orders,
        histories.recency_days,
        histories.age_days,
        {{ fitted_number('p_alive', [
            'histories.repeat_orders', 'histories.recency_days', 'histories.age_days',
            'order_fit.r', 'order_fit.alpha', 'order_fit.a', 'order_fit.b',
        ]) }}
            as p_alive,
        {{ fitted_number('expected_orders', [
            'histories.repeat_orders', 'histories.recency_days', 'histories.age_days',
            'cast(' ~ (var('clv_horizon_days') | int) ~ ' as bigint)',
            'order_fit.r', 'order_fit.alpha', 'order_fit.a', 'order_fit.b',
        ]) }}
            as expected_orders
    from (
        select repeat_orders, recency_days, age_days
        from histories
        group by repeat_orders, recency_days, age_days
    ) as histories
    cross join order_fit
),

priced as (
    select
        histories.*,
        outlooks.p_alive,
        outlooks.expected_orders,
        case
            when worth_fit.q > 1 and histories.repeat_orders = 0
                then worth_fit.gamma * worth_fit.p
            when worth_fit.q > 1 and histories.repeat_gross_profit > 0
                then (worth_fit.gamma + cast(histories.repeat_gross_profit as double)) * worth_fit.p
        end as worth_above,
        worth_fit.p * cast(histories.repeat_orders as double) + worth_fit.q - 1 as worth_below,
        order_fit.reason as order_reason,
        worth_fit.reason as worth_reason,
        worth_fit.q
    from histories
    inner join outlooks
        on
            histories.repeat_orders = outlooks.repeat_orders
            and histories.recency_days = outlooks.recency_days
            and histories.age_days = outlooks.age_days
    cross join order_fit
    cross join worth_fit
),

valued as (
    select *, {{ ratio('worth_above', 'worth_below') }} as expected_order_gross_profit
    from priced
),

expected as (
    select
        *,
        expected_orders * expected_order_gross_profit as expected_from_orders,
        case
            when order_reason is not null then 'orders: ' || order_reason
            when worth_reason is not null then 'worth: ' || worth_reason
            when q <= 1 then 'worth: the mean is not finite'
            when expected_order_gross_profit is null
                then 'worth: gross profit of repeat orders is unknown or not above nothing'
        end as reason
    from valued
),

final as (
    select
        customers.customer_kind,
        customers.customer_id,
        customers.first_on,
        customers.last_on,
        expected.repeat_orders,
        expected.recency_days,
        expected.age_days,
        '{{ var("reporting_currency") }}' as currency,
        customers.revenue,
        customers.gross_profit,
        expected.p_alive,
        cast({{ var('clv_horizon_days') | int }} as integer) as horizon_days,
        expected.expected_orders,
        expected.expected_order_gross_profit,
        expected.expected_from_orders,
        contracts.expected_gross_profit as expected_from_contracts,
        case
            when expected.customer_id is null
                then cast(contracts.expected_gross_profit as double)
            when contracts.account_id is null then expected.expected_from_orders
            else expected.expected_from_orders + cast(contracts.expected_gross_profit as double)
        end as clv_expected,
        coalesce('contract: ' || contracts.reason, expected.reason) as reason
    from customers
    left join expected
        on
            customers.customer_kind = expected.customer_kind
            and customers.customer_id = expected.customer_id
    left join contracts
        on
            {{ key_where("customers.customer_kind = 'account'", 'customers.customer_id') }}
            = contracts.account_id
)

select * from final
