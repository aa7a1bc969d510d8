-- Question: Which campaigns fed our experiments, and what did they return before, during and after?
-- Part: messaging
-- Columns: experiment, campaign, exposed_people, spend_during, roas_before, roas_during, roas_after, shared_with
select
    experiment,
    coalesce(campaign_name, 'all ' || max(campaigns) || ' campaigns') as campaign,
    max(exposed_people) as exposed_people,
    max(case when period = 'during' then spend end) as spend_during,
    round(max(before_roas), 2) as roas_before,
    round(max(case when period = 'during' then roas end), 2) as roas_during,
    round(max(case when period = 'after' then roas end), 2) as roas_after,
    max(case when period = 'during' then overlap_experiments end) as shared_with
from messaging.experiment_roas
group by experiment, campaign_key, campaign_name
having max(campaigns) > 1 or max(exposed_people) >= 30
order by experiment, exposed_people desc, campaign_key;
