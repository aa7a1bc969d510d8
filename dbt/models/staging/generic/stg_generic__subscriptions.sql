-- A trial earns nothing, whatever its sheet says it will cost.

with source as (
    select * from {{ source('generic', 'subscriptions') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        subscription_id,
        account_id,
        product_id,
        {{ clean_text('plan') }} as plan,
        started_on,
        ended_on,
        case when is_trial then 0 else mrr end as mrr_original,
        currency,
        seats,
        coalesce(is_trial, false) as is_trial,
        renewal_due_on
    from source
)

select * from final
