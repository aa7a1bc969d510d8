-- What customers paid and what it earned: won opportunities and orders up to tonight. Subscriptions
-- are not here: what they bill was booked as an opportunity or an order. The customer is the
-- account, also where only a person of it is named, else the person. Gross profit needs the cost of
-- the goods or the product's margin; it is NULL without, never the revenue. A close date has no
-- time: the deal counts as closed at the last second of that day.

with opportunities as (
    select * from {{ ref('int_opportunities') }} where is_won and closed_on is not null
),

orders as (
    select * from {{ ref('int_orders') }}
),

contacts as (
    select * from {{ ref('int_identity') }} where actor_kind = 'crm_contact'
),

margins as (
    select * from {{ ref('int_product_margins') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

unioned as (
    select
        'opportunity' as revenue_source,
        opportunities.source_relation,
        opportunities.crm || ':' || opportunities.opportunity_id as revenue_id,
        cast(0 as bigint) as line_number,
        coalesce(opportunities.account_id, contacts.account_id) as account_id,
        opportunities.contact_id as person_id,
        {{ published_key([
            "coalesce(contacts.person_kind, 'crm_contact')",
            'coalesce(contacts.person_id, ' ~ contact_key('opportunities') ~ ')',
        ]) }}
            as person_key,
        opportunities.closed_on as occurred_on,
        {{ last_second('opportunities.closed_on') }} as occurred_at,
        opportunities.product_id,
        opportunities.currency,
        opportunities.amount_original as revenue_original,
        opportunities.amount as revenue,
        cast(null as decimal(18, 6)) as cost_of_goods,
        false as has_cost,
        false as is_refund
    from opportunities
    left join contacts on {{ contact_key('opportunities') }} = contacts.actor_id
    union all
    select
        'order', source_relation, order_id, coalesce(line_number, 0), account_id, person_id,
        person_key, ordered_on, ordered_at, product_id, currency, amount_original, amount,
        cost_of_goods, cost_of_goods_original is not null, is_refund
    from orders
),

final as (
    select
        unioned.revenue_source,
        unioned.source_relation,
        unioned.revenue_id,
        unioned.line_number,
        unioned.is_refund,
        unioned.revenue_source = 'order'
        and not unioned.is_refund
        and coalesce(unioned.revenue_original, 0) < 0
            as is_discount,
        case
            when unioned.account_id is not null then 'account'
            when unioned.person_key is not null then 'person'
        end as customer_kind,
        coalesce(unioned.account_id, unioned.person_key) as customer_id,
        unioned.account_id,
        unioned.person_id,
        unioned.occurred_on,
        unioned.occurred_at,
        unioned.product_id,
        unioned.currency,
        unioned.revenue_original,
        unioned.revenue,
        case
            when unioned.revenue_original = 0 and not unioned.has_cost then {{ as_decimal(0) }}
            when unioned.has_cost then {{ as_decimal('unioned.revenue - unioned.cost_of_goods') }}
            else {{ decimal_product('unioned.revenue', 'margins.gross_margin') }}
        end as gross_profit,
        unioned.has_cost or margins.gross_margin is not null as is_margin_known
    from unioned
    cross join clock
    left join margins on unioned.product_id = margins.product_id
    where unioned.occurred_on <= clock.as_of_on
)

select * from final
