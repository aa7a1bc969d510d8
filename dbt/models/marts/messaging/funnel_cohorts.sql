{%- set cohort = 'entity_kind, week_start_on, from_stage, to_stage, segment, channel' %}
with entries as (
    select *, {{ week_start('entered_on') }} as week_start_on
    from {{ ref('funnel_stage_entries') }}
),

steps as (
    select
        froms.entity_kind,
        froms.stage as from_stage,
        froms.stage_number as from_stage_number,
        tos.stage as to_stage,
        tos.stage_number as to_stage_number
    from {{ funnel_stage_rows() }} as froms
    inner join {{ funnel_stage_rows() }} as tos
        on froms.entity_kind = tos.entity_kind and froms.stage_number < tos.stage_number
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- Who entered `from`, with the seconds until `to` where they came so far; and, beside it, who
-- entered `to` in the week.
sides as (
    select
        froms.entity_kind, froms.week_start_on, steps.from_stage, steps.to_stage, froms.segment,
        froms.channel, 1 as entered, 0 as entered_to,
        {{ seconds_between('froms.entered_at', 'tos.entered_at') }} as seconds
    from entries as froms
    inner join steps
        on froms.entity_kind = steps.entity_kind and froms.stage = steps.from_stage
    left join entries as tos
        on
            froms.entity_kind = tos.entity_kind
            and {{ same_record('froms', 'tos', 'entity_id') }}
            and froms.cycle_number = tos.cycle_number
            and steps.to_stage = tos.stage
    union all
    select
        tos.entity_kind, tos.week_start_on, steps.from_stage, steps.to_stage, tos.segment,
        tos.channel, 0, 1, cast(null as bigint)
    from entries as tos
    inner join steps
        on tos.entity_kind = steps.entity_kind and tos.stage = steps.to_stage
),

counted as (
    select
        {{ cohort }},
        windows.window_days,
        cast(sum(entered) as bigint) as entered,
        {{ count_if('seconds < 86400 * windows.window_days') }} as reached,
        cast(sum(entered_to) as bigint) as entered_to
    from sides
    cross join {{ number_rows('window_days', var('funnel_windows')) }} as windows
    group by {{ cohort }}, windows.window_days
),

final as (
    select
        counted.entity_kind,
        counted.week_start_on,
        counted.from_stage,
        counted.to_stage,
        counted.segment,
        counted.channel,
        counted.window_days,
        steps.from_stage_number,
        steps.to_stage_number,
        counted.entered,
        counted.reached,
        {{ ratio('counted.reached', 'counted.entered') }} as rate,
        {{ wilson_bound('counted.reached', 'counted.entered', 'low') }} as rate_low,
        {{ wilson_bound('counted.reached', 'counted.entered', 'high') }} as rate_high,
        counted.entered < {{ var('low_sample_size') | int }} as is_low_sample,
        counted.entered_to,
        {{ ratio('counted.entered_to', 'counted.entered') }} as snapshot_ratio,
        clock.as_of_on >= {{ add_days('counted.week_start_on', 'counted.window_days + 7') }}
            as is_mature
    from counted
    inner join steps
        on
            counted.entity_kind = steps.entity_kind
            and counted.from_stage = steps.from_stage
            and counted.to_stage = steps.to_stage
    cross join clock
)

select * from final
