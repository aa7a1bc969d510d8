-- Every scope and model holds all sales of its journeys and all cost: a row is one that does not.
with totals as (
    select
        month_on, scope, attribution_model, cost_basis,
        sum(conversions) as conversions,
        sum(ad_revenue) as ad_revenue,
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
    select count(*) as conversions
    from {{ ref('conversions') }}
    where conversion_type in ('won', 'order')
),

counted as (
    select attribution_model, cost_basis, sum(conversions) as conversions
    from wanted
    group by attribution_model, cost_basis
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
    'total', counted.attribution_model, counted.conversions, sold.conversions, null, null
from counted
cross join sold
where abs(counted.conversions - sold.conversions) > 0.01
