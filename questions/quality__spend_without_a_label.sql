-- Question: Whose ad spend cannot be followed to the site?
-- Part: quality
-- Columns: platform, spend, traceable, coverage
select
    platform,
    sum(spend) as spend,
    sum(spend_matched) as traceable,
    round(sum(spend_matched) / nullif(sum(spend), 0), 4) as coverage
from quality.tracking_health
group by platform
having sum(spend) > 0
order by coverage, platform;
