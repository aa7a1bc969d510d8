-- A returned row means that the quarters of insights.competitive_coverage are not the closed
-- opportunities of core.opportunities, each counted once.

with quarters as (
    select
        coalesce(sum(closed), 0) as closed, coalesce(sum(won), 0) as won,
        coalesce(sum(closed_with_competitor), 0) as named
    from {{ ref('competitive_coverage') }}
),

deals as (
    select
        count(*) as closed,
        count(case when is_won then 1 end) as won,
        count(case when competitor_count > 0 then 1 end) as named
    from {{ ref('opportunities') }}
    where is_closed
)

select quarters.*, deals.closed as deals_closed, deals.won as deals_won, deals.named as deals_named
from quarters
cross join deals
where
    quarters.closed <> deals.closed or quarters.won <> deals.won or quarters.named <> deals.named
