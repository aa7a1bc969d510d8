-- What is known of each budget's period, days to come that sheets have booked included, and what
-- the days that nothing tells will cost: days to come, and days that a platform has not reported.

{%- set ids = ['source_relation', 'period_start_on', 'period_end_on', 'scope', 'scope_id'] %}
{%- set figures = ['expected', 'low', 'high'] %}
{%- set told = 'case when parts.is_booked or parts.open_days = 0 then ' ~ as_decimal(0) ~ ' end' %}

with pacing as (
    select *, days_elapsed > 0 and days_elapsed < day_count as is_running
    from {{ ref('budget_pacing') }}
),

spending as (
    select * from {{ ref('int_budget_spending') }}
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

lives as (
    select
        scope, scope_id, told_to, min(date_day) as first_day,
        count(case when is_to_come then 1 end) > 0 as is_booked
    from spending
    group by scope, scope_id, told_to
),

-- Inside its life a day without cost is a day on which nothing was spent.
daily as (
    select
        lives.scope,
        lives.scope_id,
        lives.told_to,
        recent.date_day,
        lives.is_booked,
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
            and lives.told_to = spending.told_to
            and recent.date_day = spending.date_day
),

summed as (
    select
        scope,
        scope_id,
        cast(count(amount) as bigint) as recent_days,
        {{ as_decimal('coalesce(sum(amount), 0)') }} as recent_spend
    from daily
    where not is_booked
    group by scope, scope_id
),

parts as (
    select
        pacing.{{ ids | join(', pacing.') }},
        pacing.is_running, lives.told_to, lives.is_booked,
        {{ complete_sum('spending.amount', 'spending.date_day', 'spending.is_complete') }}
            as known_spend,
        {{ complete_sum('spending.amount', 'spending.date_day', 'spending.is_to_come') }}
            as booked_spend,
        cast(
            greatest(0, {{ days_between('lives.told_to', 'pacing.period_end_on') }})
            + count(case when not spending.is_complete then 1 end) as bigint
        ) as open_days
    from pacing
    inner join lives on pacing.scope = lives.scope and pacing.scope_id = lives.scope_id
    left join spending
        on
            lives.scope = spending.scope
            and lives.scope_id = spending.scope_id
            and lives.told_to = spending.told_to
            and spending.date_day >= pacing.period_start_on
            and spending.date_day <= pacing.period_end_on
    group by pacing.{{ ids | join(', pacing.') }}, pacing.is_running, lives.told_to, lives.is_booked
),

observed as (
    select
        parts.{{ ids | join(', parts.') }},
        parts.told_to,
        cast({{ days_between("date '1970-01-01'", 'daily.date_day') }} as bigint) as day_number,
        cast(daily.amount as double) as amount,
        parts.open_days
    from parts
    inner join daily
        on
            parts.scope = daily.scope
            and parts.scope_id = daily.scope_id
            and parts.told_to = daily.told_to
    where parts.open_days > 0 and parts.is_running
),

rests as (
    select
        {{ ids | join(', ') }},
        told_to,
        {%- for figure in figures %}
        max(case when parameter = '{{ figure }}' then {{ as_decimal('fitted') }} end)
            as {{ figure }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ fit_rows(
        'observed', ids + ['told_to'], 'forecast_rest', ['day_number', 'amount', 'open_days'],
        ['cast(' ~ var('forecast_min_days') ~ ' as bigint)']
    ) }}
        as fits
    group by {{ ids | join(', ') }}, told_to
),

-- Parts may go wrong together: the ends of their intervals are added up. What is booked without a
-- past that tells how it goes on ends as booked.
final as (
    select
        parts.{{ ids | join(', parts.') }},
        {{ whole_sum('parts.known_spend') }} as known_spend,
        {{ whole_sum('parts.booked_spend') }} as booked_spend,
        max(summed.recent_days) as recent_days,
        max(summed.recent_spend) as recent_spend,
        {%- for figure in figures %}
        {{ whole_sum('coalesce(rests.' ~ figure ~ ', ' ~ told ~ ')') }} as {{ figure }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from parts
    left join summed on parts.scope = summed.scope and parts.scope_id = summed.scope_id
    left join rests
        on
            {%- for id in ids + ['told_to'] %}
            {{ 'and ' if not loop.first }}parts.{{ id }} = rests.{{ id }}
            {%- endfor %}
    group by parts.{{ ids | join(', parts.') }}
)

select * from final
