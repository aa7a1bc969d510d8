with source as (
    select * from {{ ref('int_subscriptions') }}
),

final as (
    select
        source_relation,
        subscription_id,
        account_id,
        product_id,
        plan,
        started_on,
        ended_on,
        renewal_due_on,
        seats,
        is_trial,
        is_active,
        mrr,
        mrr_original,
        currency,
        fx_rate,
        fx_date
    from source
)

select * from final
