-- Every scope and model holds all sales of its journeys and all cost: a row is one that does not. So is a month whose sales
-- and revenue are not what its touches are credited with (without one, what was sold less what was paid back in it), and a
-- model whose revenue over all months, also that of new customers, is not all that was sold less all that was paid back.
with totals as (
    select
        month_on, scope, attribution_model, cost_basis,
        sum(conversions) as conversions,
        sum(ad_revenue) as ad_revenue,
        sum(revenue) as revenue,
        sum(new_customer_revenue) as new_customer_revenue,
        count(*) - count(revenue) as unknown_sums,
        count(*) - count(ad_revenue) as unknown_revenue,
        sum(marketing_investment) as marketing_investment,
        count(*) - count(marketing_investment) as unknown_costs
    from {{ ref('romi') }}
    where horizon = 'short'
    group by month_on, scope, attribution_model, cost_basis
),

wanted as (
    select * from totals where scope = 'total'
),

sold as (
    select
        count(case when conversions.conversion_type <> 'refund' then 1 end) as conversions,
        coalesce(sum(case when sales.has_amount then conversions.value end), 0) as revenue,
        coalesce(sum(case when sales.has_amount and firsts.is_new_customer then conversions.value end), 0)
            as new_customer_revenue,
        count(case when sales.has_amount and conversions.value is null then 1 end) as unknown_sums
    from {{ ref('conversions') }} as conversions
    inner join {{ ref('int_sales') }} as sales on conversions.conversion_id = sales.conversion_id
    left join {{ ref('int_sales') }} as firsts
        on coalesce(conversions.credited_as, conversions.conversion_id) = firsts.conversion_id
),

counted as (
    select
        attribution_model, cost_basis, sum(conversions) as conversions, sum(revenue) as revenue,
        sum(new_customer_revenue) as new_customer_revenue, sum(unknown_sums) as unknown_sums
    from wanted
    group by attribution_model, cost_basis
),

credited as (
    select
        cast(date_trunc('month', coalesce(touch_day, conversion_day)) as date) as month_on, model,
        sum(case when conversion_type = 'refund' then 0 else weight end) as conversions, coalesce(sum(value), 0) as revenue
    from {{ ref('attribution_credits') }}
    where conversion_type in ('won', 'order', 'refund') and journey = '{{ var("romi_journey") }}'
    group by cast(date_trunc('month', coalesce(touch_day, conversion_day)) as date), model
)

select
    totals.scope, totals.attribution_model, totals.conversions, wanted.conversions as wanted,
    totals.marketing_investment, wanted.marketing_investment as wanted_investment
from totals
left join wanted
    on
        totals.month_on = wanted.month_on
        and totals.attribution_model = wanted.attribution_model
        and totals.cost_basis = wanted.cost_basis
where
    wanted.conversions is null
    or abs(totals.conversions - wanted.conversions) > 0.001
    or (
        totals.unknown_revenue = 0 and wanted.unknown_revenue = 0
        and totals.ad_revenue <> wanted.ad_revenue
    )
    or (
        totals.unknown_costs = 0 and wanted.unknown_costs = 0
        and totals.marketing_investment <> wanted.marketing_investment
    )
union all
select
    'total', counted.attribution_model, counted.conversions, sold.conversions, counted.revenue, sold.revenue
from counted
cross join sold
where
    abs(counted.conversions - sold.conversions) > 0.01
    or (
        counted.unknown_sums = 0 and sold.unknown_sums = 0
        and (counted.revenue <> sold.revenue or counted.new_customer_revenue <> sold.new_customer_revenue)
    )
union all
select
    'month', credited.model, wanted.conversions, credited.conversions, wanted.revenue, credited.revenue
from credited
left join wanted on credited.month_on = wanted.month_on and credited.model = wanted.attribution_model
where
    wanted.month_on is null
    or abs(wanted.conversions - credited.conversions) > 0.001
    or (wanted.unknown_sums = 0 and wanted.revenue <> credited.revenue)
