{%- set inputs = portfolio_inputs() -%}
{%- set tolerance = var('portfolio_tolerance') -%}
with quarters as (
    select * from {{ ref('int_portfolio_quarters') }}
),

shares as (
    select * from {{ ref('int_portfolio_shares') }}
),

scores as (
    select
        product_id, quarter_start_on
        {%- for input in inputs %},
        max(case when input = '{{ input }}' then input_value end) as {{ input }},
        max(case when input = '{{ input }}' then percentile end) as {{ input }}_percentile
        {%- endfor %}
    from {{ ref('int_portfolio_scores') }}
    group by product_id, quarter_start_on
),

curves as (
    select count(marginal_roas) as fitted, min(reason) as reason
    from {{ ref('response_curves') }}
),

dividable as (
    select quarter_start_on
    from shares
    group by quarter_start_on
    having count(*) = count(current_share) and min(budget_cents) > 0
),

to_divide as (
    select shares.*
    from shares
    inner join dividable on shares.quarter_start_on = dividable.quarter_start_on
),

divided as (
    select quarter_start_on, parameter as product_id, cast(fitted as bigint) as cents
    from {{ fit_rows(
        'to_divide', ['quarter_start_on'], 'allocate',
        ['product_id', 'target', 'lowest', 'highest', 'budget_cents']
    ) }}
        as allocations
),

joined as (
    select
        quarters.*,
        shares.weight_known,
        shares.weighted_percentiles,
        shares.growth_potential,
        shares.budget_basis,
        shares.budget_cents,
        shares.total_spend,
        shares.current_share,
        shares.potential_share,
        shares.lowest,
        shares.highest,
        divided.cents,
        dividable.quarter_start_on is not null as is_dividable
    from quarters
    inner join shares
        on
            quarters.product_id = shares.product_id
            and quarters.quarter_start_on = shares.quarter_start_on
    left join dividable on quarters.quarter_start_on = dividable.quarter_start_on
    left join divided
        on
            quarters.product_id = divided.product_id
            and quarters.quarter_start_on = divided.quarter_start_on
),

final as (
    select
        joined.quarter_start_on as period_start_on,
        joined.quarter_end_on as period_end_on,
        joined.product_id,
        '{{ var("reporting_currency") }}' as currency,
        {%- for part, whole in inputs.values() if whole %}
        joined.{{ part }},
        joined.{{ whole }},
        {%- endfor %}
        {%- for input in inputs %}
        scores.{{ input }},
        scores.{{ input }}_percentile,
        {%- endfor %}
        {{ wilson_bound('joined.won', 'joined.decided', 'low') }} as win_rate_low,
        {{ wilson_bound('joined.won', 'joined.decided', 'high') }} as win_rate_high,
        joined.decided < {{ var('low_sample_size') }} as is_low_sample,
        case
            when scores.marginal_roas is not null then null
            when curves.fitted = 0
                then coalesce(curves.reason, 'insufficient: no channel is in the panel')
            else 'insufficient: nothing is spent in a channel with a response curve'
        end as marginal_roas_reason,
        case when joined.growth_potential is not null then joined.weighted_percentiles end
            as weighted_percentiles,
        joined.weight_known,
        joined.growth_potential,
        joined.spend,
        joined.total_spend,
        joined.budget_basis,
        {{ from_cents('joined.budget_cents') }} as total_budget,
        joined.current_share,
        joined.potential_share,
        joined.lowest as lowest_share,
        joined.highest as highest_share,
        {{ from_cents('joined.cents') }} as recommended_budget,
        {{ ratio('joined.cents', 'joined.budget_cents') }} as recommended_share,
        case
            when joined.current_share - joined.potential_share > {{ tolerance }} then 'over'
            when joined.potential_share - joined.current_share > {{ tolerance }} then 'under'
            when joined.potential_share is not null and joined.current_share is not null
                then 'in line'
        end as investment,
        {{ as_decimal(
            '(joined.current_share - joined.potential_share) * cast(joined.budget_cents as double)'
            ~ ' * 0.01e0'
        ) }}
            as over_investment,
        case
            when joined.budget_cents is null then 'cost or budget of a product has no rate'
            when joined.budget_cents <= 0 then 'there is no budget to divide'
            when not joined.is_dividable then 'nothing is booked on products'
            when joined.cents is null then 'floor, cap and greatest shift leave no division'
        end as reason,
        joined.is_complete
    from joined
    cross join curves
    left join scores
        on
            joined.product_id = scores.product_id
            and joined.quarter_start_on = scores.quarter_start_on
)

select * from final
