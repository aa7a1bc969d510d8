-- Question: Is use of the product growing, or do new users only replace those who leave?
-- Part: adoption
-- Columns: month_on, active, new, churned, quick_ratio
select
    period_on as month_on,
    active,
    new,
    churned,
    round(quick_ratio, 2) as quick_ratio
from adoption.usage_lifecycle
where scope = 'total' and period_type = 'month' and is_complete
order by period_on desc
limit 12;
