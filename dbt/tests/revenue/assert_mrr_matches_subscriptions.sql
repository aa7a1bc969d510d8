-- A returned row is an account and product whose recurring revenue tonight is not what its active
-- subscriptions say. Compared in their own currency, where it is one.

with active as (
    select
        account_id, product_id, sum(mrr_original) as mrr_original,
        case when min(currency) = max(currency) then min(currency) end as currency
    from {{ ref('subscriptions') }}
    where is_active and mrr_original > 0
    group by account_id, product_id
),

tonight as (
    select movements.*
    from {{ ref('mrr_movements') }} as movements
    inner join (select max(month_on) as month_on from {{ ref('int_months') }}) as latest
        on movements.month_on = latest.month_on
    where movements.closing_mrr is null or movements.closing_mrr > 0
)

select active.account_id, active.product_id, tonight.account_id as found_account_id
from active
full outer join tonight
    on active.account_id = tonight.account_id and active.product_id = tonight.product_id
where
    active.account_id is null
    or tonight.account_id is null
    or (active.currency = tonight.currency and active.mrr_original <> tonight.closing_mrr_original)
