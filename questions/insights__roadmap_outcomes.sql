-- Question: Which shipped initiatives moved the number they were meant to move?
-- Part: insights
-- Columns: initiative, product, shipped_at, outcome, progress, reached
select
    initiative,
    product,
    shipped_at,
    outcome_metric_id as outcome,
    round(outcome_progress, 3) as progress,
    outcome_hit as reached
from insights.roadmap
where is_latest and shipped_at is not null
order by shipped_at desc, initiative;
