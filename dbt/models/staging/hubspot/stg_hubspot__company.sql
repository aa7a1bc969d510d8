with source as (
    select * from {{ source('hubspot', 'company') }}
),

final as (
    select
        _source_relation as source_relation,
        id as account_id,
        property_hs_merged_object_ids as merged_ids,
        {{ clean_text('property_name') }} as account_name,
        {{ web_domain('property_domain') }} as domain,
        {{ clean_text('property_industry') }} as industry,
        {{ clean_text('property_country') }} as country,
        property_numberofemployees as employee_count,
        property_createdate as created_at,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
