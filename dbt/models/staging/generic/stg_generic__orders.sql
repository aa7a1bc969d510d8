-- Money paid back is negative here, whichever way the source writes it.

with source as (
    select
        *,
        coalesce(is_refund, false) or amount < 0 as is_paid_back
    from {{ source('generic', 'orders') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        order_id,
        line_number,
        ordered_at,
        person_id,
        account_id,
        product_id,
        quantity,
        case when is_paid_back then -abs(amount) else amount end as amount_original,
        case when is_paid_back then -abs(cost_of_goods) else cost_of_goods end
            as cost_of_goods_original,
        currency,
        is_paid_back as is_refund
    from source
)

select * from final
