with source as (
    select * from {{ source('salesforce', 'opportunity_history') }}
),

final as (
    select
        _source_relation as source_relation,
        id as change_id,
        opportunity_id,
        {{ clean_text('stage_name') }} as stage,
        amount as amount_original,
        probability,
        close_date as close_on,
        created_date as entered_at,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
