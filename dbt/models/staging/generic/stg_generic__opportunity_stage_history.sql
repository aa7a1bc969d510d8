with source as (
    select * from {{ source('generic', 'opportunity_stage_history') }}
),

final as (
    select
        _source_relation as source_relation,
        opportunity_id,
        {{ clean_text('stage') }} as stage,
        entered_at,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
