-- Question: Which budgets of the last whole month were overrun or left unused?
-- Part: insights
-- Columns: scope, scope_id, budget, spend, pacing
select
    scope,
    scope_id,
    sum(budget) as budget,
    sum(spend_to_date) as spend,
    -- Days that an ad platform has not reported are held against no budget.
    round(sum(known_spend) / nullif(sum(known_budget), 0), 3) as pacing
from insights.budget_pacing
where period_end_on = (
    select max(period_end_on)
    from insights.budget_pacing
    where elapsed_share = 1 and budget is not null
)
group by scope, scope_id
having sum(budget) > 0
order by pacing desc nulls last, scope, scope_id;
