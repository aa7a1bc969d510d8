{%- set ids = ['source_relation', 'period_start_on', 'period_end_on', 'scope', 'scope_id'] -%}
with pacing as (
    select
        *,
        cast(day_count - days_elapsed as bigint) as days_left,
        cast(days_elapsed - known_days as bigint) as unknown_days
    from {{ ref('budget_pacing') }}
),

rests as (
    select * from {{ ref('int_budget_rests') }}
),

told as (
    select
        pacing.*,
        case when rests.scope is null then {{ as_decimal(0) }} else rests.booked_spend end
            as booked_spend,
        coalesce(rests.recent_days, 0) as recent_days,
        coalesce(rests.recent_spend, {{ as_decimal(0) }}) as recent_spend,
        {%- for name in ['expected', 'low', 'high'] %}
        case
            when pacing.days_left > 0 and pacing.days_elapsed > 0
                then {{ as_decimal('rests.known_spend + rests.' ~ name) }}
            when pacing.days_left = 0 and pacing.unknown_days = 0 then pacing.spend_to_date
        end as forecast_{{ 'spend' if name == 'expected' else name }},
        {%- endfor %}
        case
            when pacing.days_left = 0 and pacing.unknown_days > 0
                then 'a platform has not reported all of its days'
            when pacing.days_left = 0 and pacing.spend_to_date is null
                then 'what was spent so far has no rate'
            when pacing.days_left = 0 then null
            when pacing.days_elapsed = 0 then 'the period has not begun'
            when rests.scope is not null and rests.known_spend is null
                then 'what was spent so far or is booked has no rate'
            when rests.expected is null
                then 'fewer than {{ var("forecast_min_days") }} known days'
        end as reason
    from pacing
    left join rests
        on
            {%- for id in ids %}
            {{ 'and ' if not loop.first }}pacing.{{ id }} = rests.{{ id }}
            {%- endfor %}
),

final as (
    select
        {{ ids | join(', ') }}, cost_basis, '{{ var("reporting_currency") }}' as currency, budget,
        spend_to_date, days_elapsed, unknown_days, days_left, booked_spend, recent_days,
        recent_spend,
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
