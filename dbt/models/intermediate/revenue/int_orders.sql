-- Lines of orders with their day and who bought: the account that is left of a merge, else that of
-- the person, a user or a contact. The day decides the rate, and whether a negative line that the
-- source does not mark as paid back is a refund: on the day of the first line that was bought it is
-- a discount, part of the order. Goods returned lower the cost; a discount returns none.

with orders as (
    select * from {{ ref('stg_generic__orders') }}
),

accounts as (
    select * from {{ ref('int_account_ids') }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

dated as (
    select
        orders.*,
        coalesce(
            accounts.survivor_id, orders.account_id, users.account_id, contacts.account_id
        ) as bound_account_id,
        {{ published_key([
            "coalesce(users.person_kind, contacts.person_kind, 'user')",
            'coalesce(users.person_id, contacts.person_id, orders.person_id)',
        ]) }}
            as person_key,
        {{ reporting_day('orders.ordered_at') }} as ordered_on,
        clock.as_of_on
    from orders
    left join accounts on orders.account_id = accounts.account_id
    left join identity_map as users
        on users.actor_kind = 'user' and orders.person_id = users.actor_id
    left join identity_map as contacts
        on contacts.actor_kind = 'contact' and orders.person_id = contacts.actor_id
    cross join clock
),

bought as (
    select
        *,
        min(case when not is_refund and amount_original >= 0 then ordered_on end) over (
            partition by source_relation, order_id
        ) as bought_on
    from dated
),

judged as (
    select
        *,
        is_refund
        or (amount_original < 0 and (bought_on is null or ordered_on <> bought_on))
            as is_paid_back
    from bought
),

costed as (
    select
        *,
        case
            when is_paid_back then -abs(cost_of_goods_original)
            when amount_original < 0 then coalesce(cost_of_goods_original, {{ as_decimal(0) }})
            else cost_of_goods_original
        end as cost_original
    from judged
),

final as (
    select
        costed.source_relation,
        costed.order_id,
        costed.line_number,
        costed.ordered_at,
        costed.ordered_on,
        least(costed.ordered_on, costed.as_of_on) as rate_on,
        costed.person_id,
        costed.person_key,
        costed.bound_account_id as account_id,
        costed.product_id,
        costed.quantity,
        costed.is_paid_back as is_refund,
        {{ fx_amount('costed.amount_original') }} as amount,
        costed.amount_original,
        {{ fx_amount('costed.cost_original') }} as cost_of_goods,
        costed.cost_original as cost_of_goods_original,
        costed.currency,
        fx.fx_rate,
        fx.fx_date
    from costed
    {{ fx_joins('costed.currency', 'least(costed.ordered_on, costed.as_of_on)') }}
)

select * from final
