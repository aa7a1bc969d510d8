-- Question: In which segment do people use the product on most days?
-- Part: adoption
-- Columns: segment, accounts, stickiness
select
    coalesce(accounts.segment, '(unknown)') as segment,
    count(distinct usage.account_id) as accounts,
    round(sum(usage.dau_sum) / nullif(sum(usage.mau_sum), 0), 3) as stickiness
from adoption.product_usage as usage
left join core.accounts as accounts on usage.account_id = accounts.account_id
where usage.date_day = (select max(date_day) from adoption.product_usage where is_complete)
group by 1
order by stickiness desc nulls last, segment;
