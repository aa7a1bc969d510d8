-- Question: Which sources bring people who were never here before?
-- Part: messaging
-- Columns: source, medium, sessions, new_visitors, new_share
select
    source,
    medium,
    sum(sessions) as sessions,
    sum(new_visitors) as new_visitors,
    round(sum(new_visitors) / nullif(sum(sessions), 0), 3) as new_share
from messaging.awareness
group by source, medium
having sum(sessions) > 0
order by new_visitors desc, source, medium
limit 15;
