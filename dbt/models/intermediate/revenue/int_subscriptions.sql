-- Subscriptions with the account that is left of a merge. A subscription keeps the rate of the day
-- it started, so that its monthly amount moves when its price does and not when a currency does.

with subscriptions as (
    select * from {{ ref('stg_generic__subscriptions') }}
),

accounts as (
    select * from {{ ref('int_account_ids') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

final as (
    select
        subscriptions.source_relation,
        subscriptions.subscription_id,
        coalesce(accounts.survivor_id, subscriptions.account_id) as account_id,
        subscriptions.product_id,
        subscriptions.plan,
        subscriptions.started_on,
        subscriptions.ended_on,
        least(subscriptions.started_on, clock.as_of_on) as rate_on,
        subscriptions.renewal_due_on,
        subscriptions.seats,
        subscriptions.is_trial,
        subscriptions.started_on <= clock.as_of_on
        and (subscriptions.ended_on is null or subscriptions.ended_on > clock.as_of_on)
            as is_active,
        {{ fx_amount('subscriptions.mrr_original') }} as mrr,
        subscriptions.mrr_original,
        subscriptions.currency,
        fx.fx_rate,
        fx.fx_date
    from subscriptions
    left join accounts on subscriptions.account_id = accounts.account_id
    cross join clock
    {{ fx_joins('subscriptions.currency', 'least(subscriptions.started_on, clock.as_of_on)') }}
)

select * from final
