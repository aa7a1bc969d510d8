with source as (
    select * from {{ ref('int_orders') }}
),

final as (
    select
        source_relation,
        order_id,
        line_number,
        ordered_at,
        ordered_on,
        person_id,
        account_id,
        product_id,
        quantity,
        is_refund,
        amount,
        amount_original,
        cost_of_goods,
        cost_of_goods_original,
        currency,
        fx_rate,
        fx_date
    from source
)

select * from final
