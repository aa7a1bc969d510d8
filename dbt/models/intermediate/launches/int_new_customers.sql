{%- set gross_profit = decimal_product('subscriptions.mrr', 'margins.gross_margin') -%}
-- Customers by the day they first paid: a won deal, an order or a subscription, whichever came
-- first; and the recurring revenue with which an account began. Sales had a hand in it where a deal
-- was opened by then. NULL where a rate or a margin is missing.

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
    where customer_id is not null and revenue_original > 0
),

subscriptions as (
    select * from {{ ref('int_paid_subscriptions') }}
),

margins as (
    select * from {{ ref('int_product_margins') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

firsts as (
    select account_id, min(started_on) as first_subscribed_on
    from subscriptions
    group by account_id
),

starts as (
    select
        subscriptions.account_id,
        firsts.first_subscribed_on,
        {{ complete_sum('subscriptions.mrr', 'subscriptions.mrr_original', 'true') }} as new_mrr,
        case
            when count(*) = count({{ gross_profit }})
                then {{ as_decimal('sum(' ~ gross_profit ~ ')') }}
        end as new_monthly_gross_profit
    from subscriptions
    inner join firsts
        on
            subscriptions.account_id = firsts.account_id
            and subscriptions.started_on = firsts.first_subscribed_on
    cross join clock
    left join margins on subscriptions.product_id = margins.product_id
    where firsts.first_subscribed_on <= clock.as_of_on
    group by subscriptions.account_id, firsts.first_subscribed_on
),

paid as (
    select customer_kind, customer_id, occurred_on as paid_on from revenue
    union all
    select 'account', account_id, first_subscribed_on from starts
),

customers as (
    select
        customer_kind,
        customer_id,
        {{ key_where("customer_kind = 'account'", 'customer_id') }} as account_id,
        min(paid_on) as first_paid_on
    from paid
    group by customer_kind, customer_id
),

deals as (
    select account_id, min(created_on) as first_deal_on
    from {{ ref('int_opportunities') }}
    where account_id is not null
    group by account_id
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

final as (
    select
        customers.customer_kind,
        customers.customer_id,
        coalesce(segments.segment, '(unknown)') as segment,
        customers.first_paid_on,
        coalesce(deals.first_deal_on <= customers.first_paid_on, false) as is_sales_assisted,
        starts.first_subscribed_on,
        starts.new_mrr,
        starts.new_monthly_gross_profit
    from customers
    left join starts on customers.account_id = starts.account_id
    left join deals on customers.account_id = deals.account_id
    left join segments on customers.account_id = segments.account_id
)

select * from final
