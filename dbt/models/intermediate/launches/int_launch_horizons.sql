{%- set counts = ['new_signups', 'new_customers', 'sales_assisted_customers'] -%}
{%- set money = ['new_mrr', 'new_monthly_gross_profit', 'spend', 'cac_spend'] -%}
-- Launches summed up after 30, 60 and 90 days, as far as these are over, with what the baseline
-- needs to be summed along: days per weekday and their levers (macros/launches.sql). Of days whose
-- use events do not cover, sign-ups count and their use does not: it is unknown, not nothing.

with feed as (
    select * from {{ ref('int_event_feed') }}
),

days as (
    select
        days.*,
        horizons.horizon_days,
        {{ launch_slot('days.day_offset') }} as weekday_slot,
        {{ launch_lever('days.day_offset') }} as lever,
        {{ is_use_known('days.date_day', 7, 'feed') }} as is_mature,
        {{ is_use_known('days.date_day', plg_window('pql'), 'feed') }} as is_pql_mature
    from {{ ref('int_launch_days') }} as days
    cross join feed
    inner join (values {% for days in launch_horizons() %}({{ days }}){{ ', ' if not loop.last }}
        {%- endfor %}) as horizons (horizon_days)
        on days.day_offset >= 0 and days.day_offset < horizons.horizon_days
),

slots as (
    select
        launch_key,
        segment,
        horizon_days,
        weekday_slot,
        min(case when is_targeted then 1 else 0 end) as is_targeted,
        cast(count(*) as bigint) as days,
        cast(sum(lever) as bigint) as levers,
        {%- for column in counts %}
        cast(sum({{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        {{ count_if('is_mature') }} as mature_days,
        cast(sum(case when is_mature then new_signups else 0 end) as bigint) as activation_signups,
        cast(sum(case when is_mature then activated_d7 else 0 end) as bigint) as activated_d7,
        cast(sum(case when is_pql_mature then new_signups else 0 end) as bigint) as pql_signups,
        cast(sum(case when is_pql_mature then pqls else 0 end) as bigint) as pqls,
        {%- for column in money %}
        {{ known_sum(column, 'true') }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from days
    group by launch_key, segment, horizon_days, weekday_slot
),

final as (
    select
        slots.launch_key,
        slots.segment,
        slots.horizon_days,
        min(slots.is_targeted) = 1 as is_targeted,
        cast(sum(slots.days) as bigint) as days_seen,
        cast(sum(slots.days * slots.days) as bigint) as squared_slot_days,
        cast(sum(slots.levers) as bigint) as levers,
        case when count(*) = count(baselines.slot_signups)
            then cast(sum(slots.days * baselines.slot_signups) as bigint) end as slot_signups,
        max(baselines.trend) as trend,
        max(baselines.variance) as variance,
        max(baselines.reason) as baseline_reason,
        {%- for column in counts + [
            'mature_days', 'activation_signups', 'activated_d7', 'pql_signups', 'pqls',
        ] %}
        cast(sum(slots.{{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        {%- for column in money %}
        {{ known_sum('slots.' ~ column, 'true') }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from slots
    inner join {{ ref('int_launch_baselines') }} as baselines
        on
            slots.launch_key = baselines.launch_key
            and slots.segment = baselines.segment
            and slots.weekday_slot = baselines.weekday_slot
    group by slots.launch_key, slots.segment, slots.horizon_days
)

select * from final
