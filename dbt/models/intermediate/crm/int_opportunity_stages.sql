-- Entries of opportunities into stages, in their order. Entries of deleted, merged and unknown
-- opportunities are left out (and counted).

with opportunities as (
    select * from {{ ref('int_opportunity_rows') }} where exclusion_reason is null
),

-- Salesforce has one meaning per stage: that of the opportunities now in it.
stages as (
    select source_relation, 'hubspot' as crm, stage, stage_name, stage_order, is_closed, is_won
    from {{ ref('int_hubspot_stages') }}
    where choice = 1
    union all
    select
        source_relation, 'salesforce', stage, stage, cast(null as bigint),
        max(case when is_closed then 1 else 0 end) = 1,
        max(case when is_closed and is_won then 1 else 0 end) = 1
    from {{ ref('stg_salesforce__opportunity') }}
    where stage is not null
    group by source_relation, stage
),

unioned as (
    select * from {{ ref('int_opportunity_stage_rows') }} where exclusion_reason is null
),

named as (
    select
        unioned.source_relation,
        unioned.crm,
        unioned.opportunity_id,
        unioned.stage,
        coalesce(stages.stage_name, unioned.stage) as stage_name,
        cast(stages.stage_order as bigint) as stage_order,
        case
            when stages.stage is not null then stages.is_closed
            when unioned.stage = opportunities.stage then opportunities.is_closed
        end as is_closed,
        case
            when stages.stage is not null then stages.is_won
            when unioned.stage = opportunities.stage then opportunities.is_won
        end as is_won,
        coalesce(unioned.stage = opportunities.stage, false) as is_stage_of_today,
        unioned.entered_at
    from unioned
    inner join opportunities
        on {{ same_record('unioned', 'opportunities') }}
    left join stages
        on
            unioned.crm = stages.crm
            and unioned.source_relation = stages.source_relation
            and unioned.stage = stages.stage
),

-- At one instant the later stage of the pipeline comes last.
final as (
    select
        source_relation,
        crm,
        opportunity_id,
        row_number() over by_time as entry_number,
        stage,
        stage_name,
        stage_order,
        entered_at,
        lead(entered_at) over by_time as left_at,
        row_number() over (
            partition by source_relation, crm, opportunity_id, stage
            order by entered_at asc nulls last
        ) = 1 as is_first_entry,
        is_stage_of_today and row_number() over (
            partition by source_relation, crm, opportunity_id, stage
            order by entered_at desc nulls last
        ) = 1 as is_current,
        is_closed,
        is_won
    from named
    window by_time as (
        partition by source_relation, crm, opportunity_id
        order by entered_at asc nulls last, stage_order asc nulls first, stage asc nulls last
    )
)

select * from final
