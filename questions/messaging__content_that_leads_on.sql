-- Question: Which campaigns bring visits that engage and click a call to action?
-- Part: messaging
-- Columns: campaign, sessions, engagement_rate, cta_rate
select
    campaign,
    sum(sessions) as sessions,
    round(sum(engaged_sessions) / nullif(sum(sessions), 0), 3) as engagement_rate,
    round(sum(cta_clicks) / nullif(sum(cta_views), 0), 3) as cta_rate
from messaging.awareness
group by campaign
having sum(sessions) >= 30
order by engagement_rate desc nulls last, campaign
limit 15;
