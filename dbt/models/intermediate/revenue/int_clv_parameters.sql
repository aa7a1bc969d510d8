-- Parameters of the models of customer lifetime value, a row per number; nothing is fitted to
-- fewer than clv_min_customers customers. The fits are in dagster_project/lib/fits.
{%- set enough = var('clv_min_customers') | int %}
{%- set months = var('clv_renewal_months') | int %}
{%- set discount = (1 + var('clv_discount_rate') | float) ** (months / 12) - 1 %}

with histories as (
    select * from {{ ref('int_customer_histories') }}
),

contracts as (
    select * from {{ ref('int_contracts') }}
),

order_histories as (
    select
        'all' as scope_id, repeat_orders, recency_days, age_days,
        cast(count(*) as bigint) as customers
    from histories
    group by repeat_orders, recency_days, age_days
),

order_values as (
    select
        'all' as scope_id, repeat_orders, mean_repeat_gross_profit,
        cast(count(*) as bigint) as customers
    from histories
    where repeat_orders > 0 and repeat_gross_profit > 0
    group by repeat_orders, mean_repeat_gross_profit
),

renewals as (
    select
        product_id as scope_id, renewals,
        {{ count_if('is_lost') }} as lost,
        {{ count_if('not is_lost') }} as kept
    from contracts
    group by product_id, renewals
),

enough_orders as (
    select order_histories.*
    from order_histories
    inner join (
        select scope_id from order_histories group by scope_id having sum(customers) >= {{ enough }}
    ) as large on order_histories.scope_id = large.scope_id
),

enough_values as (
    select order_values.*
    from order_values
    inner join (
        select scope_id from order_values group by scope_id having sum(customers) >= {{ enough }}
    ) as large on order_values.scope_id = large.scope_id
),

enough_renewals as (
    select renewals.*
    from renewals
    inner join (
        select scope_id from renewals group by scope_id having sum(lost + kept) >= {{ enough }}
    ) as large on renewals.scope_id = large.scope_id
),

final as (
    select 'bg_nbd' as model, scope_id, parameter, fitted
    from {{ fit_rows(
        'enough_orders', ['scope_id'], 'fit_bg_nbd',
        ['repeat_orders', 'recency_days', 'age_days', 'customers']
    ) }}
        as orders
    union all
    select 'gamma_gamma' as model, scope_id, parameter, fitted
    from {{ fit_rows(
        'enough_values', ['scope_id'], 'fit_gamma_gamma',
        ['repeat_orders', 'mean_repeat_gross_profit', 'customers']
    ) }}
        as order_worth
    union all
    select 'shifted_beta_geometric' as model, scope_id, parameter, fitted
    from {{ fit_rows(
        'enough_renewals', ['scope_id'], 'fit_shifted_beta_geometric',
        ['renewals', 'lost', 'kept'],
        [
            'cast(' ~ ((var('clv_horizon_months') | int) // months) ~ ' as bigint)',
            'cast(' ~ discount ~ ' as double)',
        ]
    ) }}
        as contract_fits
)

select * from final
