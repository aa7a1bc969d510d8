-- Recurring revenue at the end of every month, a row per account and product that has some. Several
-- subscriptions are summed; what changed and changed back within the month does not show.

with subscriptions as (
    select * from {{ ref('int_paid_subscriptions') }}
),

months as (
    select * from {{ ref('int_months') }}
),

summed as (
    select
        subscriptions.account_id,
        subscriptions.product_id,
        months.month_on,
        months.next_month_on,
        {{ complete_sum('subscriptions.mrr', 'subscriptions.mrr_original', 'true') }} as mrr,
        {{ as_decimal('sum(subscriptions.mrr_original)') }} as mrr_original,
        case when min(subscriptions.currency) = max(subscriptions.currency)
            then min(subscriptions.currency) end as currency,
        max(subscriptions.fx_rate) as fx_rate,
        max(subscriptions.fx_date) as fx_date
    from subscriptions
    inner join months
        on
            subscriptions.started_on <= months.seen_on
            and (subscriptions.ended_on is null or subscriptions.ended_on > months.seen_on)
    group by
        subscriptions.account_id, subscriptions.product_id, months.month_on, months.next_month_on
),

final as (
    select
        account_id,
        product_id,
        month_on,
        next_month_on,
        mrr,
        case when currency is not null then mrr_original end as mrr_original,
        currency,
        case when currency is not null then fx_rate end as fx_rate,
        case when currency is not null then fx_date end as fx_date
    from summed
)

select * from final
