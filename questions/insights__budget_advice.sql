-- Question: How should next period's budget move between products?
-- Part: insights
-- Columns: product_id, growth_potential, current_share, recommended_share, moved_share
select
    product_id,
    round(growth_potential, 1) as growth_potential,
    round(current_share, 3) as current_share,
    round(recommended_share, 3) as recommended_share,
    round(recommended_share - current_share, 3) as moved_share
from insights.portfolio_allocation
where period_start_on = (
    select coalesce(max(period_start_on) filter (where is_complete), max(period_start_on))
    from insights.portfolio_allocation
)
order by recommended_share desc nulls last, product_id;
