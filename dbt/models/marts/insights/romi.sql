{%- set money = ['marketing_investment', 'ad_spend', 'incremental_expenses'] -%}
{%- set value = [
    'conversions', 'new_customers', 'clv', 'revenue', 'ad_revenue', 'new_customer_revenue',
    'new_customer_ad_revenue', 'gross_profit', 'future_gross_profit', 'new_monthly_gross_profit',
] -%}
{%- set plain = [
    'total_revenue', 'profit', 'net_profit', 'net_incremental_profit', 'loaded_investment',
    'net_clv', 'awareness_index', 'awareness_index_sum', 'awareness_components_used',
    'awareness_profit', 'net_profit_at_baseline_awareness',
] -%}
{%- set invested = 'marketing_investment' -%}
{%- set ratios = {
    'romi_profit': ['net_profit', invested], 'romi_clv': ['net_clv', invested],
    'romi_incremental': ['net_incremental_profit', invested],
    'romi_loaded': ['net_incremental_profit', 'loaded_investment'],
    'awareness_share': ['awareness_profit', 'gross_profit'],
    'romi_at_baseline_awareness': ['net_profit_at_baseline_awareness', invested],
    'mer': ['total_revenue', invested], 'break_even_roas': ['revenue', 'gross_profit'],
    'new_customer_roas': ['new_customer_ad_revenue', 'ad_spend'],
    'cac': [invested, 'new_customers'], 'ltv_cac': ['clv', invested],
    'cac_payback_months': [invested, 'new_monthly_gross_profit'],
} -%}
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

awareness as (
    select * from {{ ref('int_awareness_months') }}
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
        {%- for column in money + value + ['awareness_gross_profit'] %}
        {%- set rows = 'costs' if column in money else 'earned' %}
        case
            when {{ rows }}.month_on is null then {{ as_decimal(0) }} else {{ rows }}.{{ column }}
        end as {{ column }},
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
        joined.*,
        case
            when horizon = 'short' then gross_profit
            else {{ as_decimal('gross_profit + future_gross_profit') }}
        end as profit,
        case when horizon = 'long' then awareness_gross_profit end as awareness_profit,
        awareness.awareness_index,
        awareness.index_sum as awareness_index_sum,
        awareness.components_used as awareness_components_used
    from joined
    left join awareness
        on {{ key_where("joined.horizon = 'long'", 'joined.month_on') }} = awareness.month_on
),

netted as (
    select
        *,
        cast(last_day(month_on) as date) as month_end_on,
        {{ as_decimal(
            'profit - marketing_investment - ' ~ as_decimal('cast(profit as double) * '
            ~ ratio('awareness_profit', 'gross_profit')
            ~ ' * ' ~ ratio('awareness_index - 100', 'awareness_index'))
        ) }}
            as net_profit_at_baseline_awareness,
        {{ as_decimal('profit - marketing_investment') }} as net_profit,
        {{ as_decimal('profit - marketing_investment - incremental_expenses') }}
            as net_incremental_profit,
        {{ as_decimal('marketing_investment + incremental_expenses') }} as loaded_investment,
        case when horizon = 'long' then {{ as_decimal('clv - ' ~ invested) }} end as net_clv,
        {{ ratio('ad_revenue', 'ad_spend') }} as roas
    from returned
),

final as (
    select
        netted.month_on, netted.month_end_on, netted.scope, netted.scope_id,
        netted.attribution_model, netted.cost_basis, netted.horizon,
        '{{ var("reporting_currency") }}' as currency,
        {%- for column in money + value %}
        netted.{{ column }},
        {%- endfor %}
        netted.{{ plain | join(',\n        netted.') }},
        {%- for name, (part, whole) in ratios.items() %}
        {{ ratio('netted.' ~ part, 'netted.' ~ whole) }} as {{ name }},
        {%- endfor %}
        netted.roas,
        case
            when netted.roas < {{ var('roas_target')[0] }} then 'below'
            when netted.roas > {{ var('roas_target')[1] }} then 'above'
            when netted.roas is not null then 'within'
        end as roas_band,
        netted.conversions < {{ var('low_sample_size') }} as is_low_sample,
        netted.is_complete,
        clock.as_of_on > {{ add_days('netted.month_end_on', var('attribution_window_days')) }}
            as is_mature
    from netted
    cross join {{ ref('int_clock') }} as clock
)

select * from final
