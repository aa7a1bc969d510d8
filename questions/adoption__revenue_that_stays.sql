-- Question: How much recurring revenue of a month ago is still there, with and without expansion?
-- Part: adoption
-- Columns: month_on, opening_mrr, net_retention, gross_retention
select
    month_on,
    opening_mrr,
    round(nrr, 3) as net_retention,
    round(grr, 3) as gross_retention
from insights.revenue_retention
where scope = 'total' and is_complete and nrr is not null
order by month_on desc
limit 12;
