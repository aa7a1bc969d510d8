{%- set keys = ['scope', 'scope_id', 'entity_kind', 'quarter_start_on', 'from_stage', 'to_stage'] %}
with entries as (
    select * from {{ ref('funnel_stage_entries') }} where not is_imputed
),

clock as (
    select * from {{ ref('int_clock') }}
),

skipped as (
    select * from {{ ref('funnel_stage_entries') }} where is_imputed
),

steps as (
    select froms.entity_kind, froms.stage as from_stage, tos.stage as to_stage
    from {{ funnel_stage_rows() }} as froms
    inner join {{ funnel_stage_rows() }} as tos
        on froms.entity_kind = tos.entity_kind and froms.stage_number < tos.stage_number
),

-- Who has not come so far waits until tonight. So does who was lost: leaving at the loss would
-- give the median of a world in which nobody is lost. Whoever skipped the later stage passed it at
-- an unknown time.
waits as (
    select
        froms.entity_kind,
        cast(date_trunc('quarter', froms.entered_on) as date) as quarter_start_on,
        froms.segment,
        froms.channel,
        froms.stage as from_stage,
        steps.to_stage,
        tos.entered_on is not null as is_event,
        greatest(cast(0 as bigint), {{ days_between(
            'froms.entered_on', 'coalesce(tos.entered_on, clock.as_of_on)'
        ) }})
            as days
    from entries as froms
    cross join clock
    inner join steps
        on froms.entity_kind = steps.entity_kind and froms.stage = steps.from_stage
    left join entries as tos
        on
            froms.entity_kind = tos.entity_kind
            and {{ same_record('froms', 'tos', 'entity_id') }}
            and froms.cycle_number = tos.cycle_number
            and steps.to_stage = tos.stage
    left join skipped
        on
            froms.entity_kind = skipped.entity_kind
            and {{ same_record('froms', 'skipped', 'entity_id') }}
            and froms.cycle_number = skipped.cycle_number
            and steps.to_stage = skipped.stage
    where skipped.stage is null
),

scoped as (
    {%- for scope, scope_id in {
        'segment': 'segment', 'channel': 'channel', 'total': "'(all)'",
    }.items() %}
    select
        '{{ scope }}' as scope, {{ scope_id }} as scope_id, entity_kind, quarter_start_on,
        from_stage, to_stage, is_event, days
    from waits
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        {{ keys | join(', ') }},
        cases,
        events as reached,
        median_days,
        cases < {{ var('low_sample_size') | int }} as is_low_sample
    from {{ survival_medians('scoped', keys) }} as medians
)

select * from final
