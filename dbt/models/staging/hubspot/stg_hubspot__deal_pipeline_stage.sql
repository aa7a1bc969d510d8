-- A stage deleted at the source stays: it still says what old deals in it mean.

with source as (
    select * from {{ source('hubspot', 'deal_pipeline_stage') }}
),

final as (
    select
        _source_relation as source_relation,
        pipeline_id,
        stage_id as stage,
        {{ clean_text('label') }} as stage_name,
        display_order as stage_order,
        probability,
        coalesce(closed_won, false) as is_won,
        coalesce(is_closed, false) or coalesce(closed_won, false) as is_closed,
        coalesce(_fivetran_deleted, false) as is_deleted
    from source
)

select * from final
