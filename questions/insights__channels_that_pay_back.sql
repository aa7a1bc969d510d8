-- Question: Which channels paid back their media in the last three mature months, and which stay below break-even?
-- Part: insights
-- Columns: channel, ad_spend, revenue, roas, break_even_roas, pays_back
with mature_months as (
    select distinct month_on
    from insights.romi
    where scope = 'total' and is_mature
    order by month_on desc
    limit 3
)

select
    scope_id as channel,
    sum(ad_spend) as ad_spend,
    sum(revenue) as revenue,
    round(sum(revenue) / nullif(sum(ad_spend), 0), 2) as roas,
    round(sum(revenue) / nullif(sum(gross_profit), 0), 2) as break_even_roas,
    sum(gross_profit) > sum(ad_spend) as pays_back
from insights.romi
where scope = 'channel'
    and attribution_model = 'linear'
    and cost_basis = 'media'
    and horizon = 'short'
    and month_on in (select month_on from mature_months)
group by scope_id
having sum(ad_spend) > 0
order by roas desc nulls last, channel;
