with source as (
    select * from {{ source('hubspot', 'deal_company') }}
),

final as (
    select
        _source_relation as source_relation,
        deal_id as opportunity_id,
        company_id as account_id,
        type_id,
        case when _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
