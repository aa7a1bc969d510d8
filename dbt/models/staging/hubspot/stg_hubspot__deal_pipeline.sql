-- A pipeline deleted at the source stays: old deals still stand in it.

with source as (
    select * from {{ source('hubspot', 'deal_pipeline') }}
),

final as (
    select
        _source_relation as source_relation,
        pipeline_id,
        {{ clean_text('label') }} as pipeline_name,
        display_order as pipeline_order,
        coalesce(_fivetran_deleted, false) as is_deleted
    from source
)

select * from final
