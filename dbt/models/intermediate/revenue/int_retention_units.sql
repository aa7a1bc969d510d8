-- Openings and closings of what is retained or lost: accounts over all products (grain 'account')
-- and single products of accounts (grain 'product'). An account that moves from one product to
-- another has not left, a product has.

with movements as (
    select * from {{ ref('mrr_movements') }}
),

unioned as (
    select
        'product' as grain, account_id, product_id, month_on, opening_mrr, closing_mrr,
        reactivation
    from movements
    union all
    select
        'account', account_id, cast(null as string), month_on,
        {{ whole_sum('opening_mrr') }},
        {{ whole_sum('closing_mrr') }},
        {{ whole_sum('reactivation') }}
    from movements
    group by account_id, month_on
),

-- Unknown is more than nothing: what is owned without a rate counts as owned.
sided as (
    select
        *,
        coalesce(opening_mrr > 0, true) as was_there,
        coalesce(closing_mrr > 0, true) as is_there
    from unioned
),

final as (
    select
        grain,
        account_id,
        product_id,
        month_on,
        was_there,
        was_there and not is_there as is_lost,
        {{ as_decimal('opening_mrr') }} as opening_mrr,
        {{ as_decimal('case when was_there then 0 else closing_mrr - reactivation end') }}
            as new_mrr,
        {{ as_decimal('case
            when not was_there or not is_there or closing_mrr <= opening_mrr then 0
            when closing_mrr > opening_mrr then closing_mrr - opening_mrr
        end') }}
            as expansion_mrr,
        {{ as_decimal('case
            when not was_there or not is_there or closing_mrr >= opening_mrr then 0
            when closing_mrr < opening_mrr then opening_mrr - closing_mrr
        end') }}
            as contraction_mrr,
        {{ as_decimal('case when is_there then 0 else opening_mrr end') }} as churn_mrr,
        {{ as_decimal('reactivation') }} as reactivation_mrr,
        {{ as_decimal('closing_mrr') }} as closing_mrr
    from sided
)

select * from final
