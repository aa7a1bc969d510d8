-- Question: On which search terms does a conversion cost most?
-- Part: insights
-- Columns: search_term, match_type, spend, conversions, cost_per_conversion
select
    search_term,
    match_type,
    sum(spend) as spend,
    sum(platform_conversions) as conversions,
    round(sum(spend) / nullif(sum(platform_conversions), 0), 2) as cost_per_conversion
from insights.campaign_search_terms
where not is_unallocated
group by search_term, match_type
having sum(spend) > 0
order by cost_per_conversion desc nulls first, spend desc, search_term, match_type
limit 10;
