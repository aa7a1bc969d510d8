-- A returned row is a channel whose cost in the weeks that the marketing-mix panel knows is not what the panel shows.
with panel as (
    select * from {{ ref('marketing_mix_panel') }} where spend is not null
),

costs as (
    select dates.week_start_on, costs.channel, sum(costs.amount) as amount
    from {{ ref('marketing_costs') }} as costs
    inner join {{ ref('dim_date') }} as dates on costs.date_day = dates.date_day
    where costs.cost_type in ('media', 'program')
    group by dates.week_start_on, costs.channel
)

select panel.channel, sum(panel.spend) as shown, sum(coalesce(costs.amount, 0)) as spent
from panel
left join costs on panel.week_start_on = costs.week_start_on and panel.channel = costs.channel
group by panel.channel
having sum(panel.spend) <> sum(coalesce(costs.amount, 0))
