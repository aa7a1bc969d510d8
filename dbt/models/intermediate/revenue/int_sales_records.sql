-- Revenue as core.conversions has it: a row per deal won, per order and per line of an order that
-- pays money back. An order is what was bought less its discounts, which change neither its product
-- nor its time, on the day of its first line; a refund stands on the day it was paid back, belongs
-- to whoever ordered and is credited as the order is. A refund of an order that nobody knows stands
-- by itself. A sale of several products belongs to none of them, and neither does what is paid back
-- of it.

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
),

lines as (
    select
        *,
        case when not is_discount then product_id end as bought_product_id,
        case
            when revenue_source = 'opportunity' then 'won'
            when is_refund then 'refund'
            else 'order'
        end as conversion_type,
        case
            when is_refund then revenue_id || ':' || cast(line_number as string)
            else revenue_id
        end as record_id
    from revenue
),

grouped as (
    select
        conversion_type,
        source_relation,
        revenue_id,
        record_id,
        conversion_type || '|' || source_relation || '|' || record_id as conversion_id,
        min(customer_kind) as customer_kind,
        min(customer_id) as customer_id,
        min(account_id) as account_id,
        min(person_id) as person_id,
        min(occurred_on) as occurred_on,
        min(case when not is_discount then occurred_at end) as occurred_at,
        case
            when
                count(distinct bought_product_id) = 1
                and count(case when not is_discount then 1 end) = count(bought_product_id)
                then min(bought_product_id)
        end as product_id,
        count(revenue_original) > 0 as has_amount,
        max(case when revenue_original > 0 then 1 else 0 end) = 1 as is_purchase,
        case
            when count(revenue_original) > 0
                then {{ complete_sum('revenue', 'revenue_original', 'true') }}
        end as value,
        case
            when count(revenue_original) > 0
                then {{ complete_sum('gross_profit', 'revenue_original', 'true') }}
        end as gross_profit
    from lines
    group by conversion_type, source_relation, revenue_id, record_id
),

orders as (
    select * from grouped where conversion_type = 'order'
),

final as (
    select
        grouped.conversion_id,
        grouped.conversion_type,
        grouped.source_relation,
        grouped.record_id,
        orders.conversion_id as credited_as,
        {%- for column in [
            'customer_kind', 'customer_id', 'account_id', 'person_id', 'product_id',
        ] %}
        case
            when orders.conversion_id is null then grouped.{{ column }} else orders.{{ column }}
        end as {{ column }},
        {%- endfor %}
        grouped.occurred_on,
        grouped.occurred_at,
        grouped.has_amount,
        grouped.is_purchase,
        grouped.value,
        grouped.gross_profit
    from grouped
    left join orders
        on
            {{ key_where("grouped.conversion_type = 'refund'", 'grouped.revenue_id') }}
            = orders.revenue_id
            and grouped.source_relation = orders.source_relation
)

select * from final
