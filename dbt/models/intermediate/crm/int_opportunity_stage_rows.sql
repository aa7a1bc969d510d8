-- Every row that says that an opportunity entered a stage, in one shape. Salesforce writes a row of
-- history whenever stage, amount, probability or close date changes: only a new stage is an entry.
-- Where it has no history of an opportunity, the tracked field stands in.

with history as (
    select
        source_relation, opportunity_id, stage, entered_at, exclusion_reason,
        lag(stage) over (
            partition by source_relation, opportunity_id, exclusion_reason
            order by entered_at asc nulls last, change_id asc nulls last
        ) as stage_before
    from {{ ref('stg_salesforce__opportunity_history') }}
),

with_history as (
    select source_relation, opportunity_id
    from history
    where exclusion_reason is null
    group by source_relation, opportunity_id
),

final as (
    select
        source_relation, 'hubspot' as crm, 'deal_stage' as table_name, opportunity_id, stage,
        entered_at, cast(null as string) as exclusion_reason
    from {{ ref('stg_hubspot__deal_stage') }}
    union all
    select
        source_relation, 'generic', 'opportunity_stage_history', opportunity_id, stage,
        entered_at, exclusion_reason
    from {{ ref('stg_generic__opportunity_stage_history') }}
    union all
    select
        source_relation, 'salesforce', 'opportunity_history', opportunity_id, stage,
        entered_at,
        case
            when exclusion_reason is not null then exclusion_reason
            when stage is null or stage = stage_before then 'stage_unchanged'
        end
    from history
    union all
    select
        fields.source_relation, 'salesforce', 'opportunity_field_history', fields.opportunity_id,
        fields.new_value, fields.entered_at,
        case
            when fields.exclusion_reason is not null then fields.exclusion_reason
            when fields.field not in ('stagename', 'stage_name', 'stage') then 'other_field'
            when fields.new_value is null then 'stage_unchanged'
            when with_history.opportunity_id is not null then 'told_by_history'
        end
    from {{ ref('stg_salesforce__opportunity_field_history') }} as fields
    left join with_history
        on
            fields.source_relation = with_history.source_relation
            and fields.opportunity_id = with_history.opportunity_id
)

select * from final
