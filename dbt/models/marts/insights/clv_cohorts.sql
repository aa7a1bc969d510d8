{%- set horizons = [30, 60, 90, 180, 365] %}

with revenue as (
    select * from {{ ref('int_customer_revenue') }} where customer_id is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

customers as (
    select
        customer_kind,
        customer_id,
        min(occurred_on) as first_on,
        cast(date_trunc('month', min(occurred_on)) as date) as cohort_month_on
    from revenue
    where not is_refund
    group by customer_kind, customer_id
),

sizes as (
    select cohort_month_on, cast(count(*) as bigint) as customers
    from customers
    group by cohort_month_on
),

horizons as (
    select cast(horizon_days as integer) as horizon_days
    from (values {% for days in horizons %}({{ days }}){{ ', ' if not loop.last }}{% endfor %})
        as horizons (horizon_days)
),

aged as (
    select
        customers.cohort_month_on,
        {{ days_between('customers.first_on', 'revenue.occurred_on') }} as age,
        revenue.revenue,
        revenue.revenue_original,
        revenue.gross_profit
    from revenue
    inner join customers
        on
            revenue.customer_kind = customers.customer_kind
            and revenue.customer_id = customers.customer_id
),

-- Revenue whose amount nobody entered counts nowhere; one amount without a rate or a margin makes
-- the sum unknown.
summed as (
    select
        aged.cohort_month_on,
        horizons.horizon_days,
        {{ complete_sum('revenue', 'revenue_original', 'age < horizon_days') }} as revenue,
        {{ complete_sum('gross_profit', 'revenue_original', 'age < horizon_days') }}
            as gross_profit
    from aged
    cross join horizons
    group by aged.cohort_month_on, horizons.horizon_days
),

matured as (
    select
        summed.*,
        sizes.customers,
        clock.as_of_on >= {{ add_days(
            "cast(date_trunc('month', " ~ add_days('summed.cohort_month_on', 35) ~ ") as date)",
            'summed.horizon_days'
        ) }}
            as is_mature
    from summed
    inner join sizes on summed.cohort_month_on = sizes.cohort_month_on
    cross join clock
),

final as (
    select
        cohort_month_on,
        horizon_days,
        customers,
        '{{ var("reporting_currency") }}' as currency,
        case when is_mature then revenue end as revenue,
        case when is_mature then gross_profit end as gross_profit,
        case when is_mature then {{ ratio('revenue', 'customers') }} end as revenue_per_customer,
        case when is_mature then {{ ratio('gross_profit', 'customers') }} end as clv_historic,
        customers < {{ var('low_sample_size') | int }} as is_low_sample,
        is_mature
    from matured
)

select * from final
