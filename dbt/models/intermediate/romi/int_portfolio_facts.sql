{%- set basis = var('budget_cost_basis') -%}
-- What bears on products by day, a row per fact: deals opened and closed, recurring revenue,
-- return, cost and budget. A cost has the slope of its channel's response curve where there is one.

with opportunities as (
    select * from {{ ref('opportunities') }} where product_id is not null
),

costs as (
    select * from {{ ref('marketing_costs') }}
    where
        product_id is not null and amount_original is not null
        and cost_type in {{ sql_list(cost_bases()[basis]) }}
),

curves as (
    select channel, max({{ as_decimal('marginal_roas') }}) as slope
    from {{ ref('response_curves') }}
    where marginal_roas is not null
    group by channel
),

romi as (
    select * from {{ ref('romi') }}
    where
        scope = 'product' and scope_id <> '(no product)' and horizon = 'short'
        and cost_basis = '{{ basis }}'
        and attribution_model = '{{ var("portfolio_attribution_model") }}'
),

retention as (
    select * from {{ ref('revenue_retention') }} where scope = 'product'
),

budgets as (
    select * from {{ ref('int_budgets') }} where scope = 'product'
),

calendar as (
    select date_day from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

facts as (
    select
        product_id, {{ reporting_day('created_at') }} as date_day, 'pipeline' as measure, amount,
        cast(null as decimal(18, 6)) as slope
    from opportunities
    where amount_original is not null
    union all
    select product_id, closed_on, 'won', amount, null
    from opportunities
    where outcome = 'won'
    union all
    select product_id, closed_on, 'decided', amount, null
    from opportunities
    where outcome in ('won', 'lost')
    union all
    select product_id, month_on, 'new_arr', {{ as_decimal('12 * (new + cross_sell)') }}, null
    from {{ ref('mrr_movements') }}
    {%- for measure in ['retained_mrr', 'opening_mrr'] %}
    union all
    select scope_id, month_on, '{{ measure }}', {{ measure }}, null
    from retention
    {%- endfor %}
    {%- for measure in ['net_profit', 'marketing_investment'] %}
    union all
    select scope_id, month_on, '{{ measure }}', {{ measure }}, null
    from romi
    {%- endfor %}
    union all
    select costs.product_id, costs.date_day, 'spend', costs.amount, curves.slope
    from costs
    left join curves on costs.channel = curves.channel
    union all
    select
        budgets.scope_id, calendar.date_day, 'budget',
        {{ day_share(
            'budgets.budget', days_between('budgets.period_start_on', 'calendar.date_day'),
            'budgets.day_count'
        ) }}
            as amount,
        null
    from budgets
    inner join calendar
        on
            calendar.date_day >= budgets.period_start_on
            and calendar.date_day <= budgets.period_end_on
),

-- The night of a day knows the days before it; budgets are laid over their whole period.
final as (
    select facts.*
    from facts
    cross join clock
    where facts.date_day < clock.as_of_on or facts.measure = 'budget'
)

select * from final
