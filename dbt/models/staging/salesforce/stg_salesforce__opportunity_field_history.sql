with source as (
    select * from {{ source('salesforce', 'opportunity_field_history') }}
),

final as (
    select
        _source_relation as source_relation,
        opportunity_id,
        lower(trim(field)) as field,
        {{ clean_text('new_value') }} as new_value,
        created_date as entered_at,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
