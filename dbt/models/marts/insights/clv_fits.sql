{%- set names = [
    'r', 'alpha', 'a', 'b', 'beta', 'p', 'q', 'gamma', 'log_likelihood', 'lifetime',
    'discounted_lifetime',
] %}
{%- set months = var('clv_renewal_months') | int %}
{%- set enough = var('clv_min_customers') | int %}

with histories as (
    select * from {{ ref('int_customer_histories') }}
),

contracts as (
    select * from {{ ref('int_contracts') }}
),

parameters as (
    select * from {{ ref('int_clv_parameters') }}
),

samples as (
    select
        'bg_nbd' as model, 'all' as scope_id,
        cast(count(*) as bigint) as customers,
        {{ count_if('repeat_orders > 0') }} as informative_customers,
        cast(null as decimal(18, 6)) as monthly_gross_profit
    from histories
    union all
    select
        'gamma_gamma', 'all', {{ count_if('repeat_orders > 0 and repeat_gross_profit > 0') }},
        {{ count_if('repeat_orders > 0 and repeat_gross_profit > 0') }},
        cast(null as decimal(18, 6))
    from histories
    union all
    select
        'shifted_beta_geometric', product_id, cast(count(*) as bigint), {{ count_if('is_lost') }},
        {{ whole_sum('monthly_gross_profit') }}
    from contracts
    group by product_id
),

wide as (
    select
        model,
        scope_id,
        {%- for name in names %}
        max(case when parameter = '{{ name }}' then fitted end) as {{ name -}}
        {{ ',' if not loop.last }}
        {%- endfor %}
    from parameters
    group by model, scope_id
),

final as (
    select
        samples.model,
        case when samples.model = 'shifted_beta_geometric' then 'product' else 'total' end as scope,
        samples.scope_id,
        samples.customers,
        samples.informative_customers,
        {%- for name in names[:8] %}
        wide.{{ name }},
        {%- endfor %}
        wide.log_likelihood,
        {{ months }} * wide.lifetime as lifetime_months,
        {{ months }} * wide.discounted_lifetime as discounted_lifetime_months,
        samples.monthly_gross_profit,
        '{{ var("reporting_currency") }}' as currency,
        {{ months }} * wide.discounted_lifetime
        * ({{ ratio('samples.monthly_gross_profit', 'samples.customers') }}) as clv_projected,
        case
            when samples.customers < {{ enough }} then 'fewer than {{ enough }} customers'
            when wide.log_likelihood is null then 'no finite optimum'
        end as reason
    from samples
    left join wide on samples.model = wide.model and samples.scope_id = wide.scope_id
)

select * from final
