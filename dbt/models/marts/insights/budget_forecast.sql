{%- set basis = var('budget_cost_basis') -%}
{%- set least_days = var('forecast_min_days') | int -%}
{%- set scopes = {'campaign': 'campaign_id', 'channel': 'channel', 'product': 'product_id'} -%}
{%- set ids = ['source_relation', 'period_start_on', 'period_end_on', 'scope', 'scope_id'] -%}
with pacing as (
    select *, cast(day_count - days_elapsed as bigint) as days_left
    from {{ ref('budget_pacing') }}
),

costs as (
    select * from {{ ref('marketing_costs') }}
    where cost_type in {{ sql_list(cost_bases()[basis]) }}
),

-- The days that speak for the days to come.
recent as (
    select calendar.date_day
    from {{ ref('dim_date') }} as calendar
    cross join {{ ref('int_clock') }} as clock
    where
        calendar.date_day < clock.as_of_on
        and calendar.date_day >= {{ add_days('clock.as_of_on', '-' ~ var('forecast_days')) }}
),

spending as (
    {%- for scope, id in scopes.items() %}
    select
        '{{ scope }}' as scope, {{ id }} as scope_id, date_day,
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

lives as (
    select scope, scope_id, min(date_day) as first_day
    from spending
    group by scope, scope_id
),

-- Inside its life a day without cost is a day on which nothing was spent.
daily as (
    select
        lives.scope,
        lives.scope_id,
        recent.date_day,
        case
            when spending.scope is null then {{ as_decimal(0) }}
            when spending.is_complete then spending.amount
        end as amount
    from lives
    inner join recent on recent.date_day >= lives.first_day
    left join spending
        on
            lives.scope = spending.scope
            and lives.scope_id = spending.scope_id
            and recent.date_day = spending.date_day
),

summed as (
    select
        scope,
        scope_id,
        cast(count(amount) as bigint) as recent_days,
        {{ as_decimal('coalesce(sum(amount), 0)') }} as recent_spend
    from daily
    group by scope, scope_id
),

observed as (
    select
        pacing.{{ ids | join(', pacing.') }},
        cast({{ days_between("date '1970-01-01'", 'daily.date_day') }} as bigint) as day_number,
        cast(daily.amount as double) as amount,
        pacing.days_left
    from pacing
    inner join daily on pacing.scope = daily.scope and pacing.scope_id = daily.scope_id
    where pacing.days_left > 0 and pacing.days_elapsed > 0
),

rests as (
    select
        {{ ids | join(', ') }},
        {%- for name in ['expected', 'low', 'high'] %}
        max(case when parameter = '{{ name }}' then {{ as_decimal('fitted') }} end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ fit_rows(
        'observed', ids, 'forecast_rest', ['day_number', 'amount', 'days_left'],
        ['cast(' ~ least_days ~ ' as bigint)']
    ) }}
        as fits
    group by {{ ids | join(', ') }}
),

told as (
    select
        pacing.*,
        coalesce(summed.recent_days, 0) as recent_days,
        coalesce(summed.recent_spend, {{ as_decimal(0) }}) as recent_spend,
        {%- for name in ['expected', 'low', 'high'] %}
        case
            when pacing.days_left = 0 then pacing.spend_to_date
            else {{ as_decimal('pacing.spend_to_date + rests.' ~ name) }}
        end as forecast_{{ 'spend' if name == 'expected' else name }},
        {%- endfor %}
        case
            when pacing.spend_to_date is null then 'what was spent so far has no rate'
            when pacing.days_left = 0 then null
            when pacing.days_elapsed = 0 then 'the period has not begun'
            when rests.expected is null then 'fewer than {{ least_days }} known days'
        end as reason
    from pacing
    left join summed on pacing.scope = summed.scope and pacing.scope_id = summed.scope_id
    left join rests
        on
            {%- for id in ids %}
            {{ 'and ' if not loop.first }}pacing.{{ id }} = rests.{{ id }}
            {%- endfor %}
),

final as (
    select
        {{ ids | join(', ') }}, cost_basis, '{{ var("reporting_currency") }}' as currency, budget,
        spend_to_date, days_elapsed, days_left, recent_days, recent_spend,
        {{ ratio('recent_spend', 'recent_days') }} as daily_spend,
        forecast_spend, forecast_low, forecast_high,
        {{ ratio('forecast_spend', 'budget') }} as forecast_pacing,
        case
            when budget is null or forecast_spend is null then null
            when forecast_low > budget then 'over'
            when forecast_high < budget then 'under'
            else 'on course'
        end as outlook,
        reason, is_complete
    from told
)

select * from final
