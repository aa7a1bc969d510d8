{%- set residuals -%}
    6860 * judged.squared_signups - 1715 * judged.squared_slots - judged.trend * judged.trend
{%- endset -%}
-- What a launch's days are held against: least squares over the 28 days before it, per segment and
-- weekday (macros/launches.sql). The variance of a day is that of the residuals, at least that of
-- counts that come at random: a quiet month is no proof that nothing varies. Sign-ups must be known
-- for all 28 days; else there is no baseline, and the reason says why.

with days as (
    select
        *,
        {{ launch_slot('day_offset') }} as weekday_slot,
        {{ launch_lever('day_offset') }} as lever
    from {{ ref('int_launch_days') }}
    where day_offset < 0
),

begun as (
    select min(signed_up_on) as first_signup_on from {{ ref('int_signups') }}
),

slots as (
    select
        launch_key,
        segment,
        weekday_slot,
        cast(sum(new_signups) as bigint) as slot_signups,
        cast(sum(new_signups * new_signups) as bigint) as squared_signups,
        cast(sum(lever * new_signups) as bigint) as levered_signups,
        min(date_day) as first_day,
        cast(count(*) as bigint) as days
    from days
    group by launch_key, segment, weekday_slot
),

series as (
    select
        launch_key,
        segment,
        cast(sum(slot_signups) as bigint) as signups,
        cast(sum(squared_signups) as bigint) as squared_signups,
        cast(sum(slot_signups * slot_signups) as bigint) as squared_slots,
        {% if var('launch_baseline') == 'trend' -%}
        cast(sum(levered_signups) as bigint) as trend,
        {%- else -%}
        cast(0 as bigint) as trend,
        {%- endif %}
        min(first_day) as first_day,
        cast(sum(days) as bigint) as days
    from slots
    group by launch_key, segment
),

judged as (
    select
        series.*,
        case
            when series.days < {{ launch_days_before() }}
                then 'the {{ launch_days_before() }} days before the launch are not over'
            when begun.first_signup_on is null or begun.first_signup_on > series.first_day
                then 'no sign-ups are known for all of the {{ launch_days_before() }} days before'
        end as reason
    from series
    cross join begun
),

final as (
    select
        slots.launch_key,
        slots.segment,
        slots.weekday_slot,
        case when judged.reason is null then slots.slot_signups end as slot_signups,
        judged.signups as baseline_signups,
        judged.trend,
        greatest(
            {{ ratio(residuals, 6860 * launch_degrees_of_freedom()) }},
            {{ ratio('greatest(judged.signups, 1)', launch_days_before()) }}
        ) as variance,
        judged.reason
    from slots
    inner join judged
        on slots.launch_key = judged.launch_key and slots.segment = judged.segment
)

select * from final
