-- A returned row is a month whose openings and closings, in total or over all products, are not
-- those of the movements.

with movements as (
    select
        month_on, sum(opening_mrr) as opening_mrr, sum(closing_mrr) as closing_mrr,
        count(*) - count(opening_mrr) + count(*) - count(closing_mrr) as unknown
    from {{ ref('mrr_movements') }}
    group by month_on
),

retention as (
    select scope, month_on, sum(opening_mrr) as opening_mrr, sum(closing_mrr) as closing_mrr
    from {{ ref('revenue_retention') }}
    group by scope, month_on
)

select movements.*, retention.scope
from movements
left join retention on movements.month_on = retention.month_on
where
    retention.scope is null
    or (
        movements.unknown = 0
        and (
            movements.opening_mrr <> retention.opening_mrr
            or movements.closing_mrr <> retention.closing_mrr
        )
    )
