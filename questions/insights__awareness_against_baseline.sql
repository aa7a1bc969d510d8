-- Question: Is the brand better known than in the quarter before?
-- Part: insights
-- Columns: month_on, branded_clicks, direct_sessions, organic_sessions, awareness_index
select
    cast(date_trunc('month', week_start_on) as date) as month_on,
    sum(branded_clicks) as branded_clicks,
    sum(direct_sessions) as direct_sessions,
    sum(organic_sessions) as organic_sessions,
    round(sum(index_sum) / nullif(sum(components_used), 0), 3) as awareness_index
from insights.brand_awareness
where is_mature
group by 1
order by 1;
