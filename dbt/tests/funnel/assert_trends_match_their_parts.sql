-- A returned row is a total of insights.market_trends or insights.competitive_trends that its source does not have.
with clock as (
    select * from {{ ref('int_clock') }}
),

market as (
    select
        scope, coalesce(sum(won), 0) as won, coalesce(sum(closed), 0) as closed,
        coalesce(sum(closed_with_competitor), 0) as closed_with_competitor
    from {{ ref('market_trends') }}
    group by scope
),

coverage as (
    select
        coalesce(sum(won), 0) as won, coalesce(sum(closed), 0) as closed,
        coalesce(sum(closed_with_competitor), 0) as closed_with_competitor
    from {{ ref('competitive_coverage') }}
    cross join clock
    where quarter_start_on <= clock.as_of_on
),

rivals as (
    select competitor, sum(won) as won, sum(closed) as closed
    from {{ ref('competitive_trends') }}
    group by competitor
),

bridge as (
    select competitor, sum(won) as won, sum(closed) as closed
    from {{ ref('competitive_win_loss') }}
    cross join clock
    where quarter_start_on <= clock.as_of_on
    group by competitor
),

recurring as (
    select sum(12 * closing_mrr) as arr, count(*) - count(closing_mrr) as unknown
    from {{ ref('mrr_movements') }}
    where month_on = (select max(month_on) from {{ ref('int_months') }})
),

shown as (
    select scope, sum(arr) as arr
    from {{ ref('market_trends') }}
    where quarter_start_on = (
        select cast(date_trunc('quarter', max(month_on)) as date) from {{ ref('int_months') }}
    )
    group by scope
)

select market.scope as what, market.closed, coverage.closed as wanted
from market
cross join coverage
where
    market.won <> coverage.won
    or market.closed <> coverage.closed
    or market.closed_with_competitor <> coverage.closed_with_competitor
union all
select bridge.competitor, rivals.closed, bridge.closed
from bridge
left join rivals on bridge.competitor = rivals.competitor
where rivals.competitor is null or bridge.won <> rivals.won or bridge.closed <> rivals.closed
union all
select shown.scope, shown.arr, recurring.arr
from shown
cross join recurring
where recurring.unknown = 0 and coalesce(shown.arr, 0) <> coalesce(recurring.arr, 0)
