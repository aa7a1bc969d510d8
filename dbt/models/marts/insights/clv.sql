with histories as (
    select * from {{ ref('int_customer_histories') }}
),

revenue as (
    select
        customer_kind,
        customer_id,
        {{ complete_sum('revenue', 'revenue_original', 'true') }} as revenue,
        {{ complete_sum('gross_profit', 'revenue_original', 'true') }} as gross_profit
    from {{ ref('int_customer_revenue') }}
    where customer_id is not null
    group by customer_kind, customer_id
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

final as (
    select
        valued.customer_kind,
        valued.customer_id,
        valued.first_on,
        valued.last_on,
        valued.repeat_orders,
        valued.recency_days,
        valued.age_days,
        '{{ var("reporting_currency") }}' as currency,
        revenue.revenue,
        revenue.gross_profit,
        valued.p_alive,
        cast({{ var('clv_horizon_days') | int }} as integer) as horizon_days,
        valued.expected_orders,
        valued.expected_order_gross_profit,
        valued.expected_orders * valued.expected_order_gross_profit as clv_expected,
        case
            when valued.order_reason is not null then 'orders: ' || valued.order_reason
            when valued.worth_reason is not null then 'worth: ' || valued.worth_reason
            when valued.q <= 1 then 'worth: the mean is not finite'
            when valued.expected_order_gross_profit is null
                then 'worth: gross profit of repeat orders is unknown or not above nothing'
        end as reason
    from valued
    inner join revenue
        on
            valued.customer_kind = revenue.customer_kind
            and valued.customer_id = revenue.customer_id
)

select * from final
