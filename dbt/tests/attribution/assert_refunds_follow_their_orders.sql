-- U8. A returned row is a credit of a refund that its order does not have with the same weight, touch for touch, or that stands
-- under a touch though the order is not known. A refund has no path of its own.
with refunds as (
    select conversion_id, credited_as, value from {{ ref('conversions') }} where conversion_type = 'refund'
),

orders as (
    select credits.conversion_id, credits.journey, credits.model, credits.touch_id, credits.weight
    from {{ ref('attribution_credits') }} as credits
    inner join (select distinct credited_as from refunds) as wanted on credits.conversion_id = wanted.credited_as
)

select credits.conversion_id, credits.journey, credits.model, credits.touch_id, credits.weight, orders.weight as order_weight
from {{ ref('attribution_credits') }} as credits
inner join refunds on credits.conversion_id = refunds.conversion_id
left join orders
    on
        refunds.credited_as = orders.conversion_id
        and credits.journey = orders.journey
        and credits.model = orders.model
        and coalesce(credits.touch_id, '') = coalesce(orders.touch_id, '')
where
    credits.conversion_type <> 'refund'
    or (refunds.credited_as is null and not credits.is_unattributed)
    or (refunds.credited_as is not null and (orders.weight is null or orders.weight <> credits.weight))
union all
select paths.conversion_id, paths.journey, null, paths.touch_id, null, null
from {{ ref('int_attribution_touches') }} as paths
inner join refunds on paths.conversion_id = refunds.conversion_id
