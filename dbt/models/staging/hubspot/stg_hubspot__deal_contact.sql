with source as (
    select * from {{ source('hubspot', 'deal_contact') }}
),

final as (
    select
        _source_relation as source_relation,
        deal_id as opportunity_id,
        contact_id,
        type_id,
        case when _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
