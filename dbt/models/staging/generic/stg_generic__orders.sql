-- An amount that the source marks as paid back is negative here, whichever way it is written.

with source as (
    select
        *,
        coalesce(is_refund, false) as is_marked
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
        case when is_marked then -abs(amount) else amount end as amount_original,
        cost_of_goods as cost_of_goods_original,
        currency,
        is_marked as is_refund
    from source
)

select * from final
