-- Question: Which channels paid back their media in the last three mature months, and which stay below break-even?
-- Part: insights
-- Columns: channel, ad_spend, ad_revenue, roas, break_even_roas, pays_back, is_mature
with judged_months as (
    -- a young deployment has no mature month yet: then the last ones, and is_mature says so
    select month_on
    from insights.romi
    where scope = 'total'
    group by month_on
    order by bool_and(is_mature) desc, month_on desc
    limit 3
)

select
    scope_id as channel,
    sum(ad_spend) as ad_spend,
    sum(ad_revenue) as ad_revenue,
    round(sum(ad_revenue) / nullif(sum(ad_spend), 0), 2) as roas,
    round(sum(revenue) / nullif(sum(gross_profit), 0), 2) as break_even_roas,
    sum(ad_revenue) * sum(gross_profit) > sum(ad_spend) * sum(revenue) as pays_back,
    bool_and(is_mature) as is_mature
from insights.romi
where scope = 'channel'
    and attribution_model = 'linear'
    and cost_basis = 'media'
    and horizon = 'short'
    and month_on in (select month_on from judged_months)
group by scope_id
having sum(ad_spend) > 0
order by roas desc nulls last, channel;
