-- Question: Which campaigns cost most for what own attribution credits to them, on touches old enough to be judged?
-- Part: insights
-- Columns: campaign, platform, spend, credited, roas
with judged as (
    select max(date_day) as until_on from insights.campaign_attribution where is_mature
)

select
    max(campaign_name) as campaign,
    platform,
    sum(spend) as spend,
    sum(attributed_value) as credited,
    round(sum(attributed_value) / nullif(sum(spend), 0), 2) as roas
from insights.campaign_attribution
cross join judged
where
    attribution_model = 'linear' and is_mature and is_complete
    and date_day >= until_on - 90
group by platform, campaign_key
having sum(spend) > 0
order by roas nulls first, spend desc, campaign
limit 10;
