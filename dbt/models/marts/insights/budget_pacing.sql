{%- set basis = var('budget_cost_basis') %}
with budgets as (
    select * from {{ ref('int_budgets') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

costs as (
    select * from {{ ref('marketing_costs') }}
    where cost_type in {{ sql_list(cost_bases()[basis]) }}
),

-- The night of a day knows the days before it.
periods as (
    select
        budgets.source_relation,
        budgets.period_start_on,
        budgets.period_end_on,
        budgets.day_count,
        budgets.scope,
        greatest(0, least(
            budgets.day_count, {{ days_between('budgets.period_start_on', 'clock.as_of_on') }}
        )) as days_elapsed,
        least({{ add_days('clock.as_of_on', -1) }}, budgets.period_end_on) as last_day
    from budgets
    cross join clock
    group by
        budgets.source_relation, budgets.period_start_on, budgets.period_end_on, budgets.day_count,
        budgets.scope, clock.as_of_on
),

-- Of a day that one platform has not reported, what others report is known; the day is not.
scoped as (
    {%- for scope, id in {
        'campaign': 'campaign_id', 'channel': 'channel', 'product': 'product_id',
    }.items() %}
    select
        '{{ scope }}' as scope, {{ id }} as scope_id, date_day, count(amount) as known_parts,
        {{ complete_sum('amount', 'amount_original', 'true') }} as amount,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete
    from costs
    where {{ id }} is not null
    group by {{ id }}, date_day
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

spent as (
    select
        periods.source_relation,
        periods.period_start_on,
        periods.period_end_on,
        periods.scope,
        scoped.scope_id,
        case when sum(scoped.known_parts) > 0 then {{ whole_sum('scoped.amount') }} end
            as spend_to_date,
        {{ whole_sum('scoped.amount', 'scoped.is_complete') }} as known_spend,
        count(case when not scoped.is_complete then 1 end) as unknown_days
    from periods
    inner join scoped
        on
            periods.scope = scoped.scope
            and scoped.date_day >= periods.period_start_on
            and scoped.date_day <= periods.last_day
    group by
        periods.source_relation, periods.period_start_on, periods.period_end_on, periods.scope,
        scoped.scope_id
),

-- What was spent without a budget in a period that has budgets is there too.
matched as (
    select
        coalesce(budgets.source_relation, spent.source_relation) as source_relation,
        coalesce(budgets.period_start_on, spent.period_start_on) as period_start_on,
        coalesce(budgets.period_end_on, spent.period_end_on) as period_end_on,
        coalesce(budgets.scope, spent.scope) as scope,
        coalesce(budgets.scope_id, spent.scope_id) as scope_id,
        budgets.budget,
        budgets.budget_original,
        budgets.currency,
        budgets.fx_rate,
        budgets.fx_date,
        {%- for spend in ['spend_to_date', 'known_spend'] %}
        case when spent.scope is null then {{ as_decimal(0) }} else spent.{{ spend }} end
            as {{ spend }},
        {%- endfor %}
        coalesce(spent.unknown_days, 0) as unknown_days
    from budgets
    full outer join spent
        on
            budgets.source_relation = spent.source_relation
            and budgets.period_start_on = spent.period_start_on
            and budgets.period_end_on = spent.period_end_on
            and budgets.scope = spent.scope
            and budgets.scope_id = spent.scope_id
),

counted as (
    select
        matched.*,
        periods.day_count,
        cast(periods.days_elapsed as bigint) as days_elapsed,
        cast(periods.days_elapsed - matched.unknown_days as bigint) as known_days
    from matched
    inner join periods
        on
            matched.source_relation = periods.source_relation
            and matched.period_start_on = periods.period_start_on
            and matched.period_end_on = periods.period_end_on
            and matched.scope = periods.scope
),

paced as (
    select
        *,
        {{ spread_to_day('budget', 'days_elapsed', 'day_count') }} as budget_to_date,
        {{ spread_to_day('budget', 'known_days', 'day_count') }} as known_budget
    from counted
),

final as (
    select
        source_relation,
        period_start_on,
        period_end_on,
        scope,
        scope_id,
        '{{ basis }}' as cost_basis,
        budget,
        budget_original,
        currency,
        fx_rate,
        fx_date,
        day_count,
        days_elapsed,
        {{ ratio('days_elapsed', 'day_count') }} as elapsed_share,
        case when budget is not null then budget_to_date end as budget_to_date,
        spend_to_date,
        known_days, known_spend,
        case when budget is not null then known_budget end as known_budget,
        {{ ratio('known_spend', 'known_budget') }} as pacing,
        unknown_days = 0 as is_complete
    from paced
)

select * from final
