-- What HubSpot's stages mean. `choice` 1 is the row to take where only the stage is known.

with stages as (
    select * from {{ ref('stg_hubspot__deal_pipeline_stage') }}
),

pipelines as (
    select * from {{ ref('stg_hubspot__deal_pipeline') }}
),

final as (
    select
        stages.source_relation,
        stages.pipeline_id,
        pipelines.pipeline_name,
        stages.stage,
        stages.stage_name,
        stages.stage_order,
        stages.probability,
        stages.is_closed,
        stages.is_won,
        row_number() over (
            partition by stages.source_relation, stages.stage
            order by stages.is_deleted asc nulls last, stages.pipeline_id asc nulls last
        ) as choice
    from stages
    left join pipelines
        on
            stages.source_relation = pipelines.source_relation
            and stages.pipeline_id = pipelines.pipeline_id
)

select * from final
