-- One row per sale, by the conversion it is in core.conversions: who bought, for the first time or
-- not, and what that customer is worth. A sale of several products belongs to none of them.

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
),

worth as (
    select * from {{ ref('clv') }}
),

contracts as (
    select
        account_id,
        {{ known_sum('monthly_gross_profit', 'true') }} as monthly_gross_profit
    from {{ ref('int_contracts') }}
    group by account_id
),

sales as (
    select
        case when revenue_source = 'order' then 'order' else 'won' end
        || '|' || source_relation || '|' || revenue_id as conversion_id,
        min(customer_kind) as customer_kind,
        min(customer_id) as customer_id,
        min(occurred_at) as occurred_at,
        case
            when count(distinct product_id) = 1 and count(*) = count(product_id)
                then min(product_id)
        end as product_id,
        count(revenue_original) > 0 as has_amount,
        max(case when revenue_original > 0 then 1 else 0 end) = 1 as is_purchase
    from revenue
    group by revenue_source, source_relation, revenue_id
),

placed as (
    select
        *,
        row_number() over (
            partition by customer_kind, customer_id
            order by
                case when is_purchase then 0 else 1 end asc nulls last,
                occurred_at asc nulls last, conversion_id asc nulls last
        ) as place
    from sales
),

final as (
    select
        placed.conversion_id,
        placed.product_id,
        placed.has_amount,
        placed.place = 1 and placed.is_purchase and placed.customer_id is not null
            as is_new_customer,
        {{ as_decimal('worth.clv_expected') }} as future_gross_profit,
        {{ as_decimal('worth.gross_profit + ' ~ as_decimal('worth.clv_expected')) }} as clv,
        -- Nothing comes in by the month where there is no contract: that is known, it is zero.
        case
            when placed.customer_id is not null and contracts.account_id is null
                then {{ as_decimal(0) }}
            else contracts.monthly_gross_profit
        end as monthly_gross_profit
    from placed
    left join worth
        on
            placed.customer_kind = worth.customer_kind
            and placed.customer_id = worth.customer_id
    left join contracts
        on
            {{ key_where("placed.customer_kind = 'account'", 'placed.customer_id') }}
            = contracts.account_id
)

select * from final
