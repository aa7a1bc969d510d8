-- A returned row is a competitor, segment and quarter whose reasons do not add up to its closed deals.

with reasons as (
    select
        competitor, segment, coalesce(quarter_start_on, date '1900-01-01') as quarter,
        coalesce(fiscal_quarter, 0) as fiscal_quarter, sum(deals) as deals
    from {{ ref('competitive_reasons') }}
    group by competitor, segment, coalesce(quarter_start_on, date '1900-01-01'), coalesce(fiscal_quarter, 0)
),

closed as (
    select
        competitor, segment, coalesce(quarter_start_on, date '1900-01-01') as quarter,
        coalesce(fiscal_quarter, 0) as fiscal_quarter, closed as deals
    from {{ ref('competitive_win_loss') }}
)

select closed.*, reasons.deals as reason_deals
from closed
left join reasons
    on
        closed.competitor = reasons.competitor
        and closed.segment = reasons.segment
        and closed.quarter = reasons.quarter
        and closed.fiscal_quarter = reasons.fiscal_quarter
where reasons.deals is null or reasons.deals <> closed.deals
