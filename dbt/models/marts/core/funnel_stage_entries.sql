{%- set entity = 'entity_kind, source_relation, crm, entity_id' %}
with events as (
    select * from {{ ref('int_funnel_events') }}
),

marked as (
    select
        *,
        case
            when stage <> 'lost' and coalesce(lag(stage) over (
                partition by {{ entity }}
                order by happened_at asc nulls last, place asc nulls last, stage asc nulls last
            ), 'lost') = 'lost' then 1
            else 0
        end as is_opening
    from events
),

-- What comes after the end of a cycle opens the next one.
numbered as (
    select
        *,
        sum(is_opening) over (
            partition by {{ entity }}
            order by happened_at asc nulls last, place asc nulls last, stage asc nulls last
            rows between unbounded preceding and current row
        ) as cycle_number
    from marked
),

firsts as (
    select
        {{ entity }}, cycle_number, stage, min(happened_at) as first_at,
        min(happened_on) as first_on
    from numbered
    where stage <> 'lost'
    group by {{ entity }}, cycle_number, stage
),

cycles as (
    select
        events.entity_kind, events.source_relation, events.crm, events.entity_id,
        events.cycle_number,
        max(events.account_id) as account_id,
        max(events.contact_key) as contact_key,
        min(events.happened_at) as started_at,
        min(case when events.stage = 'lost' then events.happened_at end) as ended_at,
        min(case when events.stage = 'lost' then events.happened_on end) as ended_on,
        max(stages.stage_number) as furthest_number
    from numbered as events
    left join {{ funnel_stage_rows() }} as stages
        on events.entity_kind = stages.entity_kind and events.stage = stages.stage
    where events.cycle_number > 0
    group by
        events.entity_kind, events.source_relation, events.crm, events.entity_id,
        events.cycle_number
),

-- A stage that was skipped was passed when the next one was entered.
passed as (
    select
        cycles.*,
        stages.stage,
        stages.stage_number,
        firsts.first_at,
        min(firsts.first_at) over from_the_end as entered_at,
        min(firsts.first_on) over from_the_end as entered_on
    from cycles
    inner join {{ funnel_stage_rows() }} as stages
        on
            cycles.entity_kind = stages.entity_kind
            and cycles.furthest_number >= stages.stage_number
    left join firsts
        on
            cycles.entity_kind = firsts.entity_kind
            and {{ same_record('cycles', 'firsts', 'entity_id') }}
            and cycles.cycle_number = firsts.cycle_number
            and stages.stage = firsts.stage
    window from_the_end as (
        partition by
            cycles.entity_kind, cycles.source_relation, cycles.crm, cycles.entity_id,
            cycles.cycle_number
        order by stages.stage_number desc nulls last
        rows between unbounded preceding and current row
    )
),

origins as (
    select * from {{ ref('int_funnel_origins') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

final as (
    select
        passed.entity_kind,
        passed.source_relation,
        passed.crm,
        passed.entity_id,
        cast(passed.cycle_number as bigint) as cycle_number,
        passed.stage,
        passed.stage_number,
        passed.entered_at,
        passed.entered_on,
        coalesce(passed.first_at > passed.entered_at, true) as is_imputed,
        passed.stage_number = passed.furthest_number as is_furthest,
        passed.ended_at as cycle_ended_at,
        passed.ended_on as cycle_ended_on,
        origins.person_id,
        passed.account_id,
        coalesce(segments.segment, '(unknown)') as segment,
        case
            when origins.person_touch_at <= passed.started_at then origins.person_channel
            when origins.account_touch_at <= passed.started_at then origins.account_channel
            else '(unknown)'
        end as channel
    from passed
    left join origins
        on
            passed.entity_kind = origins.entity_kind
            and {{ same_record('passed', 'origins', 'entity_id') }}
    left join segments on passed.account_id = segments.account_id
)

select * from final
