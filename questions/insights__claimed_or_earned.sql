-- Question: By how much do ad platforms claim more than our own data credits to them?
-- Part: insights
-- Columns: platform, spend, claimed_value, credited_value, claimed_per_credited
select
    platform,
    sum(spend) as spend,
    sum(platform_value) as claimed_value,
    sum(attributed_value) as credited_value,
    round(sum(platform_value) / nullif(sum(attributed_value), 0), 2) as claimed_per_credited
from insights.campaign_attribution
where attribution_model = 'linear'
group by platform
order by spend desc, platform;
