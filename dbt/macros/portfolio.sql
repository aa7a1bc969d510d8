{# What the growth potential of a product is read from, and response curves' parameters. #}

{% macro portfolio_inputs() -%}
    {#- Input -> numerator and denominator among the columns of int_portfolio_quarters; the weights are var
        portfolio_weights. What is told as a rate by its source has no denominator. -#}
    {{ return({
        'market_growth': ['market_growth', none],
        'pipeline_growth': ['pipeline_change', 'pipeline_prior'],
        'new_arr_growth': ['new_arr_change', 'new_arr_prior'],
        'adoption_growth': ['active_accounts_change', 'active_accounts_prior'],
        'nrr': ['retained_mrr', 'opening_mrr'],
        'win_rate': ['won', 'decided'],
        'margin': ['gross_margin', none],
        'romi_profit': ['net_profit', 'marketing_investment'],
        'marginal_roas': ['marginal_revenue', 'curve_spend'],
    }) }}
{%- endmacro %}

{% macro response_parameters() -%}
    {#- What pma_fit_response_curves says of a channel. -#}
    {{ return([
        'carry_over', 'half_saturation', 'effect', 'current_spend', 'slope', 'low', 'high', 'learned',
    ]) }}
{%- endmacro %}

{% macro from_cents(cents) -%}
    {{ as_decimal('cast(' ~ cents ~ ' as decimal(18, 0)) * cast(0.01 as decimal(3, 2))') }}
{%- endmacro %}

{% macro within_shift(share) -%}
    {#- `share`, no further from current_share than var portfolio_max_shift. -#}
    least(greatest({{ share }}, current_share - {{ var('portfolio_max_shift') }}), current_share + {{ var('portfolio_max_shift') }})
{%- endmacro %}
