-- Subscriptions that earn something, all of an account and currency at one rate: that of the day on
-- which the account first paid in it. So neither a new contract nor another product, signed at
-- another rate of exchange, looks like a change of price.

with subscriptions as (
    select * from {{ ref('int_subscriptions') }}
    where mrr_original > 0 and (ended_on is null or ended_on > started_on)
),

dated as (
    select
        *,
        min(rate_on) over (partition by account_id, currency) as first_rate_on
    from subscriptions
),

final as (
    select
        dated.source_relation,
        dated.subscription_id,
        dated.account_id,
        dated.product_id,
        dated.started_on,
        dated.ended_on,
        dated.renewal_due_on,
        {{ fx_amount('dated.mrr_original') }} as mrr,
        dated.mrr_original,
        dated.currency,
        fx.fx_rate,
        fx.fx_date
    from dated
    {{ fx_joins('dated.currency', 'dated.first_rate_on') }}
)

select * from final
