-- A returned row is a competitor whose quarters do not add up to its closed deals in the bridge.

with quarters as (
    select
        competitor, sum(closed) as closed, sum(won) as won, sum(lost) as lost,
        sum(no_decision) as no_decision
    from {{ ref('competitive_win_loss') }}
    group by competitor
),

deals as (
    select
        competitor,
        count(*) as closed,
        count(case when outcome = 'won' then 1 end) as won,
        count(case when outcome = 'lost' then 1 end) as lost,
        count(case when outcome = 'no_decision' then 1 end) as no_decision
    from {{ ref('competitive_deals') }}
    where outcome <> 'open'
    group by competitor
)

select coalesce(deals.competitor, quarters.competitor) as competitor, quarters.closed, deals.closed as bridge
from deals
full outer join quarters on deals.competitor = quarters.competitor
where
    deals.competitor is null
    or quarters.competitor is null
    or deals.closed <> quarters.closed
    or deals.won <> quarters.won
    or deals.lost <> quarters.lost
    or deals.no_decision <> quarters.no_decision
