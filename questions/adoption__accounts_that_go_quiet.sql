-- Question: Which customers used the product a month ago and no longer do?
-- Part: adoption
-- Columns: account_id, segment, users_then, users_now
with last_day as (
    select max(date_day) as date_day from adoption.product_usage where is_complete
),

compared as (
    select
        usage.account_id,
        max(usage.wau) filter (where usage.date_day = last_day.date_day - 28) as users_then,
        max(usage.wau) filter (where usage.date_day = last_day.date_day) as users_now
    from adoption.product_usage as usage
    cross join last_day
    where usage.date_day in (last_day.date_day, last_day.date_day - 28)
    group by usage.account_id
)

select compared.account_id, accounts.segment, compared.users_then, compared.users_now
from compared
inner join core.accounts as accounts on compared.account_id = accounts.account_id
where accounts.is_customer
    and compared.users_then > 0
    and coalesce(compared.users_now, 0) = 0
order by compared.users_then desc, compared.account_id
limit 20;
