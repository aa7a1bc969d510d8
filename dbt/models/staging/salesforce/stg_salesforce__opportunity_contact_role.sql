with source as (
    select * from {{ source('salesforce', 'opportunity_contact_role') }}
),

final as (
    select
        _source_relation as source_relation,
        opportunity_id,
        contact_id,
        {{ clean_text('role') }} as contact_role,
        coalesce(is_primary, false) as is_primary,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
