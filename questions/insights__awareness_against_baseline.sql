-- Question: Is the brand better known than in the quarter before?
-- Part: insights
-- Columns: month_on, weeks, weekly_branded_clicks, weekly_direct_sessions, weekly_organic_sessions, awareness_index
select
    cast(date_trunc('month', week_start_on) as date) as month_on,
    count(*) as weeks,
    round(sum(branded_clicks) / count(branded_clicks), 1) as weekly_branded_clicks,
    round(sum(direct_sessions) / count(direct_sessions), 1) as weekly_direct_sessions,
    round(sum(organic_sessions) / count(organic_sessions), 1) as weekly_organic_sessions,
    round(sum(index_sum) / nullif(sum(components_used), 0), 3) as awareness_index
from insights.brand_awareness
group by 1
-- Whole months only: the last of a month's weeks is there, and all of them are mature.
having bool_and(is_mature)
    and date_trunc('month', max(week_start_on) + 7) > date_trunc('month', max(week_start_on))
order by 1;
