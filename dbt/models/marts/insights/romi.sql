{%- set money = ['marketing_investment', 'ad_spend', 'incremental_expenses'] -%}
{%- set value = [
    'conversions', 'new_customers', 'revenue', 'new_customer_revenue', 'gross_profit',
    'future_gross_profit', 'clv', 'new_monthly_gross_profit',
] -%}
with costs as (
    select * from {{ ref('int_romi_costs') }}
),

earned as (
    select * from {{ ref('int_romi_values') }}
),

sold as (
    select
        cast(date_trunc('month', occurred_on) as date) as month_on,
        {{ known_sum('revenue', 'revenue_original is not null') }} as total_revenue
    from {{ ref('int_customer_revenue') }}
    group by cast(date_trunc('month', occurred_on) as date)
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- Neither cost without return nor return without cost is lost.
places as (
    select month_on, scope, scope_id from costs
    union
    select month_on, scope, scope_id from earned
    union
    select month_on, 'total', '(all)' from sold
),

joined as (
    select
        places.*,
        models.attribution_model,
        bases.cost_basis,
        horizons.horizon,
        {%- for column in money %}
        case when costs.month_on is null then {{ as_decimal(0) }} else costs.{{ column }} end
            as {{ column }},
        {%- endfor %}
        {%- for column in value %}
        case when earned.month_on is null then {{ as_decimal(0) }} else earned.{{ column }} end
            as {{ column }},
        {%- endfor %}
        case
            when places.scope <> 'total' then null
            when sold.month_on is null then {{ as_decimal(0) }}
            else sold.total_revenue
        end as total_revenue,
        coalesce(costs.is_complete, true) as is_complete
    from places
    cross join {{ name_rows('attribution_model', var('attribution_models')) }} as models
    cross join {{ name_rows('cost_basis', cost_bases() | list) }} as bases
    cross join {{ name_rows('horizon', ['short', 'long']) }} as horizons
    left join costs
        on
            places.month_on = costs.month_on
            and places.scope = costs.scope
            and places.scope_id = costs.scope_id
            and bases.cost_basis = costs.cost_basis
    left join earned
        on
            places.month_on = earned.month_on
            and places.scope = earned.scope
            and places.scope_id = earned.scope_id
            and models.attribution_model = earned.attribution_model
    left join sold on places.month_on = sold.month_on
),

returned as (
    select
        *,
        case
            when horizon = 'short' then gross_profit
            else {{ as_decimal('gross_profit + future_gross_profit') }}
        end as profit
    from joined
),

netted as (
    select
        *,
        cast(last_day(month_on) as date) as month_end_on,
        {{ as_decimal('profit - marketing_investment') }} as net_profit,
        {{ as_decimal('profit - marketing_investment - incremental_expenses') }}
            as net_incremental_profit,
        {{ as_decimal('marketing_investment + incremental_expenses') }} as loaded_investment,
        case when horizon = 'long' then {{ as_decimal('clv - marketing_investment') }} end
            as net_clv,
        {{ ratio('revenue', 'ad_spend') }} as roas
    from returned
),

final as (
    select
        netted.month_on,
        netted.month_end_on,
        netted.scope,
        netted.scope_id,
        netted.attribution_model,
        netted.cost_basis,
        netted.horizon,
        '{{ var("reporting_currency") }}' as currency,
        {%- for column in money + value %}
        netted.{{ column }},
        {%- endfor %}
        netted.total_revenue,
        netted.profit,
        netted.net_profit,
        netted.net_incremental_profit,
        netted.loaded_investment,
        netted.net_clv,
        {{ ratio('netted.net_profit', 'netted.marketing_investment') }} as romi_profit,
        {{ ratio('netted.net_clv', 'netted.marketing_investment') }} as romi_clv,
        {{ ratio('netted.net_incremental_profit', 'netted.marketing_investment') }}
            as romi_incremental,
        {{ ratio('netted.net_incremental_profit', 'netted.loaded_investment') }} as romi_loaded,
        netted.roas,
        case
            when netted.roas < {{ var('roas_target')[0] }} then 'below'
            when netted.roas > {{ var('roas_target')[1] }} then 'above'
            when netted.roas is not null then 'within'
        end as roas_band,
        {{ ratio('netted.total_revenue', 'netted.marketing_investment') }} as mer,
        {{ ratio('netted.revenue', 'netted.gross_profit') }} as break_even_roas,
        {{ ratio('netted.new_customer_revenue', 'netted.ad_spend') }} as new_customer_roas,
        {{ ratio('netted.marketing_investment', 'netted.new_customers') }} as cac,
        {{ ratio('netted.marketing_investment', 'netted.new_monthly_gross_profit') }}
            as cac_payback_months,
        {{ ratio('netted.clv', 'netted.marketing_investment') }} as ltv_cac,
        netted.conversions < {{ var('low_sample_size') }} as is_low_sample,
        netted.is_complete,
        clock.as_of_on > {{ add_days('netted.month_end_on', var('attribution_window_days')) }}
            as is_mature
    from netted
    cross join clock
)

select * from final
