-- Question: What did a new customer cost, fully loaded, month by month?
-- Part: insights
-- Columns: month_on, marketing_investment, new_customers, cac, is_mature
select month_on, marketing_investment, new_customers, round(cac, 2) as cac, is_mature
from insights.romi
where scope = 'total'
    and attribution_model = 'linear'
    and cost_basis = 'fully_loaded'
    and horizon = 'short'
    and cac is not null
order by month_on desc
limit 12;
