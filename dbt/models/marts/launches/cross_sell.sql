with reach as (
    select * from {{ ref('int_product_reach') }}
),

movements as (
    select
        account_id,
        product_id,
        month_on,
        {{ as_decimal('new + cross_sell + reactivation') }} as new_mrr,
        upsell as expansion_mrr
    from {{ ref('mrr_movements') }}
),

months as (
    select * from {{ ref('int_months') }}
),

customers as (
    select account_id, month_on, max(case when owns then 1 else 0 end) = 1 as is_customer
    from reach
    group by account_id, month_on
),

ranked as (
    select
        segment,
        product_id,
        month_on,
        mrr,
        row_number() over (
            partition by segment, product_id, month_on
            order by mrr asc nulls last, account_id asc nulls last
        ) as position,
        count(*) over (partition by segment, product_id, month_on) as owners
    from reach
    where owns and mrr is not null
),

-- The one in the middle, or half of the two.
prices as (
    select
        segment,
        product_id,
        month_on,
        cast(max(owners) as bigint) as segment_owners,
        case
            when max(owners) >= {{ var('whitespace_min_owners') | int }}
                then {{ as_decimal(
                    'sum(mrr) * cast(case when count(*) = 2 then 0.5 else 1 end as decimal(2, 1))'
                ) }}
        end as median_mrr
    from ranked
    where 2 * position >= owners and 2 * position <= owners + 2
    group by segment, product_id, month_on
),

final as (
    select
        reach.account_id,
        reach.segment,
        reach.product_id,
        reach.month_on,
        reach.owned_at_start,
        reach.was_eligible,
        reach.owns,
        reach.first_owned_month,
        customers.is_customer as eligible,
        '{{ var("reporting_currency") }}' as currency,
        case when movements.account_id is null then {{ as_decimal(0) }} else movements.new_mrr end
            as new_mrr,
        case when movements.account_id is null then {{ as_decimal(0) }}
            else movements.expansion_mrr end
            as expansion_mrr,
        coalesce(prices.segment_owners, 0) as segment_owners,
        prices.median_mrr,
        case
            when reach.owns or not customers.is_customer then {{ as_decimal(0) }}
            else {{ as_decimal('12 * prices.median_mrr') }}
        end as whitespace_arr,
        months.is_complete
    from reach
    inner join months on reach.month_on = months.month_on
    inner join customers
        on reach.account_id = customers.account_id and reach.month_on = customers.month_on
    left join movements
        on
            reach.account_id = movements.account_id
            and reach.product_id = movements.product_id
            and reach.month_on = movements.month_on
    left join prices
        on
            reach.segment = prices.segment
            and reach.product_id = prices.product_id
            and reach.month_on = prices.month_on
)

select * from final
