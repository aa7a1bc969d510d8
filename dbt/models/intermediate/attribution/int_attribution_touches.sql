-- Touches that may earn credit for a conversion, in their order: those of its person, and those of
-- its account. Exact half-open window: conversion_at - days < touch_at <= conversion_at. Refunds
-- have no path of their own. Numbers stand for conversions where paths are sorted: ids are long.
{%- set steps = var('attribution_max_steps') | int %}

with conversions as (
    select
        *,
        row_number() over (order by conversion_id asc nulls last) as conversion_number,
        {{ window_start('conversion_at') }} as window_start_at
    from {{ ref('conversions') }}
    where conversion_type <> 'refund'
),

touches as (
    select touch_id, touch_at, person_id, account_id, channel, is_direct, is_paid
    from {{ ref('touchpoints') }}
    where is_eligible
),

paired as (
    {%- for journey in var('attribution_journeys') %}
    select
        '{{ journey }}' as journey,
        cast(conversions.conversion_number as bigint) as conversion_number,
        conversions.conversion_id,
        conversions.conversion_type,
        conversions.lead_at,
        conversions.opportunity_at,
        conversions.closed_at,
        touches.touch_id,
        touches.touch_at,
        touches.channel,
        touches.is_direct,
        touches.is_paid
    from conversions
    inner join touches
        on
            conversions.{{ journey }}_id = touches.{{ journey }}_id
            and touches.touch_at > conversions.window_start_at
            and touches.touch_at <= conversions.conversion_at
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

numbered as (
    select
        *,
        row_number() over (
            partition by journey, conversion_number
            order by touch_at desc nulls last, touch_id desc nulls last
        ) as steps_back
    from paired
),

kept as (
    select * from numbered
    {%- if steps %}
    where steps_back <= {{ steps }}
    {%- endif %}
),

counted as (
    select
        *,
        cast(count(*) over (partition by journey, conversion_number) as bigint) as path_length,
        max(touch_at) over (partition by journey, conversion_number) as last_touch_at
    from kept
),

final as (
    select
        journey,
        conversion_number,
        conversion_id,
        conversion_type,
        lead_at,
        opportunity_at,
        closed_at,
        touch_id,
        touch_at,
        channel,
        is_direct,
        is_paid,
        cast(path_length + 1 - steps_back as bigint) as position,
        path_length,
        {{ seconds_between('touch_at', 'last_touch_at') }} as seconds_before_last
    from counted
)

select * from final
