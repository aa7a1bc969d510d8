{#- Rows in both currencies: what they are called, their original amount, the day of their rate. -#}
{%- set converted = [
    ['int_orders', 'orders', 'amount_original', 'rate_on'],
    ['int_subscriptions', 'subscriptions', 'mrr_original', 'rate_on'],
    ['marketing_costs', 'marketing costs', 'amount_original', 'date_day'],
    ['int_budgets', 'budgets', 'budget_original', 'rate_on'],
] -%}
-- What revenue outside the CRM, costs and budgets lack or contradict; part of quality.issues.

with costs as (
    select * from {{ ref('int_marketing_costs') }}
),

cost_days as (
    select * from {{ ref('int_marketing_cost_days') }}
),

budgets as (
    select * from {{ ref('int_budgets') }}
),

known_scopes as (
    select 'campaign' as scope, campaign_id as scope_id from {{ ref('dim_campaign') }}
    union
    select 'channel', channel from {{ ref('channel_rules') }}
    union
    select 'channel', channel from costs
    union
    select 'product', product_id from {{ ref('stg_generic__products') }}
    union
    select scope, scope_id from (
        select 'campaign' as scope, campaign_id as scope_id from costs
        union
        select 'product', product_id from costs
    ) as named
),

found as (
    {%- for model, name, original, day in converted %}
    select
        'fx_rate_missing' as issue, '{{ var("fx_missing_severity") }}' as severity,
        source_relation, 'currency' as entity, currency as key_text, {{ day }} as date_day,
        'No rate to {{ var("reporting_currency") }} within {{ var("fx_max_staleness_days") }} days '
        || 'up to this day; the amounts of {{ name }} are NULL' as detail
    from {{ ref(model) }}
    where
        {{ original }} <> 0 and fx_rate is null
        {%- if model == 'marketing_costs' %} and origin = 'sheet'{% endif %}
    union all
    {%- endfor %}
    select
        'subscription_ends_before_start', 'warn', source_relation, 'subscription', subscription_id,
        ended_on, 'Ends before it started; it never ran'
    from {{ ref('int_subscriptions') }}
    where ended_on < started_on
    union all
    select
        'cost_' || exclusion_reason, 'warn', source_relation, 'cost', cost_id, starts_on,
        'Its days are no period; the cost is left out and counted in quality.exclusions'
    from costs
    where exclusion_reason is not null
    union all
    select
        'cost_' || exclusion_reason, 'warn', source_relation, 'cost', cost_id,
        cast(null as date),
        'A platform reports media of this campaign on these days as well; the platform counts'
    from cost_days
    where exclusion_reason is not null and amount_original <> 0
    union all
    select
        'budget_' || {{ calendar_fault('period_start_on', 'period_end_on') }}, 'warn',
        source_relation, scope, scope_id, period_start_on,
        'Its days are no period; the budget is left out and counted in quality.exclusions'
    from {{ ref('stg_generic__budgets') }}
    where {{ calendar_fault('period_start_on', 'period_end_on') }} is not null
    union all
    select
        'budget_scope_unknown', 'warn', budgets.source_relation, budgets.scope, budgets.scope_id,
        budgets.period_start_on, 'A budget for something that nobody else names'
    from budgets
    left join known_scopes
        on budgets.scope = known_scopes.scope and budgets.scope_id = known_scopes.scope_id
    where known_scopes.scope_id is null
),

final as (
    {{ grouped_issues('money') }}
)

select * from final
