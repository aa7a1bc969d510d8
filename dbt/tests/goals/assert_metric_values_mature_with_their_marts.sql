-- U10. Each returned row is a period that goals and trends would take for final while its mart still adds to it: months of
-- return until their touches have had their window, weeks of ads until platforms have added the last conversion.
with own as (
    select metric, period_type, period_start_on, period_end_on, is_mature
    from {{ ref('metric_values') }}
    where dimension = 'total'
),

returns as (
    select month_on, is_mature
    from {{ ref('romi') }}
    where
        scope = 'total'
        and attribution_model = 'linear'
        and cost_basis = 'program'
        and horizon = 'short'
)

select own.metric, own.period_type, own.period_start_on, own.is_mature
from own
inner join returns on own.period_start_on = returns.month_on
where
    own.metric in ('romi_profit', 'customer_acquisition_cost')
    and own.period_type = 'month'
    and own.is_mature <> returns.is_mature
union all
select own.metric, own.period_type, own.period_start_on, own.is_mature
from own
cross join {{ ref('int_clock') }} as clock
where
    own.metric in ('platform_roas', 'cost_per_conversion')
    and own.is_mature
    and {{ add_days('own.period_end_on', var('ads_mature_days')) }} >= clock.as_of_on
