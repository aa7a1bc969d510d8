-- Lines of orders with their day and who bought: the account that is left of a merge, else that of
-- the person, a user or a contact. The day decides the rate.

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

final as (
    select
        dated.source_relation,
        dated.order_id,
        dated.line_number,
        dated.ordered_at,
        dated.ordered_on,
        least(dated.ordered_on, dated.as_of_on) as rate_on,
        dated.person_id,
        dated.person_key,
        dated.bound_account_id as account_id,
        dated.product_id,
        dated.quantity,
        dated.is_refund,
        {{ fx_amount('dated.amount_original') }} as amount,
        dated.amount_original,
        {{ fx_amount('dated.cost_of_goods_original') }} as cost_of_goods,
        dated.cost_of_goods_original,
        dated.currency,
        fx.fx_rate,
        fx.fx_date
    from dated
    {{ fx_joins('dated.currency', 'least(dated.ordered_on, dated.as_of_on)') }}
)

select * from final
