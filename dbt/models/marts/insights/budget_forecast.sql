{%- set basis = var('budget_cost_basis') -%}
{%- set least_days = var('forecast_min_days') | int -%}
{#- 97.5 % point of Student's t for four weeks of days. -#}
{%- set student = 2.052 -%}
{%- set scopes = {'campaign': 'campaign_id', 'channel': 'channel', 'product': 'product_id'} -%}
with pacing as (
    select *, day_count - days_elapsed as days_left from {{ ref('budget_pacing') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

costs as (
    select * from {{ ref('marketing_costs') }}
    where cost_type in {{ sql_list(cost_bases()[basis]) }}
),

-- The days that speak for the days to come: the last whole weeks before the night.
recent as (
    select calendar.date_day
    from {{ ref('dim_date') }} as calendar
    cross join clock
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

-- Squares in whole cents: decimals, so that the order of rows means nothing.
summed as (
    select
        scope,
        scope_id,
        cast(count(amount) as bigint) as recent_days,
        {{ as_decimal('sum(amount)') }} as recent_spend,
        sum({{ squared_cents('amount') }}) as recent_squares
    from daily
    group by scope, scope_id
),

measured as (
    select
        pacing.*,
        coalesce(summed.recent_days, 0) as recent_days,
        coalesce(summed.recent_spend, {{ as_decimal(0) }}) as recent_spend,
        {{ ratio('summed.recent_spend', 'summed.recent_days') }} as daily_spend,
        sqrt(greatest(0.0e0, {{ ratio(
            'cast(summed.recent_squares as double) / 10000 - cast(summed.recent_spend as double)'
            ~ ' * cast(summed.recent_spend as double) / summed.recent_days',
            'summed.recent_days - 1'
        ) }})) as daily_deviation
    from pacing
    left join summed on pacing.scope = summed.scope and pacing.scope_id = summed.scope_id
),

-- A day to come errs by its own deviation, and all of them by what the mean is not sure of.
spread as (
    select
        *,
        case
            when days_left = 0 then cast(0 as double)
            when recent_days >= {{ least_days }}
                then {{ student }} * daily_deviation * sqrt(
                    days_left + cast(days_left as double) * days_left / recent_days
                )
        end as margin,
        case
            when spend_to_date is null then 'what was spent so far has no rate'
            when days_elapsed = 0 and days_left > 0 then 'the period has not begun'
            when days_left > 0 and recent_days < {{ least_days }}
                then 'fewer than {{ least_days }} known days'
        end as reason
    from measured
),

told as (
    select
        *,
        case
            when reason is null and days_left = 0 then spend_to_date
            when reason is null
                then {{ as_decimal('spend_to_date + ' ~ as_decimal('daily_spend * days_left')) }}
        end as forecast_spend,
        case when reason is null then {{ as_decimal('spend_to_date + greatest('
            ~ as_decimal(0) ~ ', ' ~ as_decimal('coalesce(daily_spend, 0) * days_left - margin') ~ ')'
        ) }} end as forecast_low,
        case when reason is null then {{ as_decimal('spend_to_date + '
            ~ as_decimal('coalesce(daily_spend, 0) * days_left + margin')
        ) }} end as forecast_high
    from spread
),

final as (
    select
        source_relation, period_start_on, period_end_on, scope, scope_id, cost_basis,
        '{{ var("reporting_currency") }}' as currency, budget, spend_to_date, days_elapsed,
        days_left, recent_days, recent_spend, daily_spend, daily_deviation, forecast_spend,
        forecast_low, forecast_high, {{ ratio('forecast_spend', 'budget') }} as forecast_pacing,
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
