-- One row per sale and refund, by the conversion it is in core.conversions: who bought, for the
-- first time or not, and what that customer is worth. What is paid back of a first sale is less
-- revenue of a new customer, and no customer.

with sales as (
    select * from {{ ref('int_sales_records') }}
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
    where conversion_type <> 'refund'
),

firsts as (
    select conversion_id
    from placed
    where place = 1 and is_purchase and customer_id is not null
),

final as (
    select
        sales.conversion_id,
        sales.product_id,
        sales.has_amount,
        sales.conversion_type = 'refund' as is_refund,
        firsts.conversion_id is not null and sales.conversion_type <> 'refund' as is_new_customer,
        firsts.conversion_id is not null as is_of_new_customer,
        {{ as_decimal('worth.clv_expected') }} as future_gross_profit,
        {{ as_decimal('worth.gross_profit + ' ~ as_decimal('worth.clv_expected')) }} as clv,
        -- Nothing comes in by the month where there is no contract: that is known, it is zero.
        case
            when sales.customer_id is not null and contracts.account_id is null
                then {{ as_decimal(0) }}
            else contracts.monthly_gross_profit
        end as monthly_gross_profit
    from sales
    left join firsts
        on coalesce(sales.credited_as, sales.conversion_id) = firsts.conversion_id
    left join worth
        on
            sales.customer_kind = worth.customer_kind
            and sales.customer_id = worth.customer_id
    left join contracts
        on
            {{ key_where("sales.customer_kind = 'account'", 'sales.customer_id') }}
            = contracts.account_id
)

select * from final
