-- Recommended parts add up to the budget exactly and lie within their bounds; spend is what
-- core.marketing_costs books on products. A row is a quarter in which they do not.
with recommended as (
    select
        period_start_on,
        max(total_budget) as budget,
        sum(recommended_budget) as recommended,
        count(*) - count(recommended_budget) as without,
        count(recommended_budget) as with_one,
        max(case
            when recommended_share > highest_share + 0.02 / total_budget + 0.000001 then 1
            when recommended_share < lowest_share - 0.02 / total_budget - 0.000001 then 1
            else 0
        end) as breaches,
        sum(spend) as spend
    from {{ ref('portfolio_allocation') }}
    group by period_start_on
),

booked as (
    select cast(date_trunc('quarter', date_day) as date) as period_start_on, sum(amount) as amount
    from {{ ref('marketing_costs') }}
    cross join {{ ref('int_clock') }} as clock
    where
        product_id is not null
        and date_day < clock.as_of_on
        and cost_type in {{ sql_list(cost_bases()[var('budget_cost_basis')]) }}
    group by cast(date_trunc('quarter', date_day) as date)
)

select recommended.*, booked.amount
from recommended
left join booked on recommended.period_start_on = booked.period_start_on
where
    recommended.breaches > 0
    or (recommended.with_one > 0 and recommended.without > 0)
    or recommended.recommended <> recommended.budget
    or recommended.spend <> coalesce(booked.amount, 0)
