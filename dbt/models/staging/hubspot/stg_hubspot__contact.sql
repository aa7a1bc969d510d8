with source as (
    select * from {{ source('hubspot', 'contact') }}
),

final as (
    select
        _source_relation as source_relation,
        id as contact_id,
        property_hs_merged_object_ids as merged_ids,
        {{ hashed_email('property_email') }} as email_hash,
        {{ email_domain('property_email') }} as email_domain,
        property_createdate as created_at,
        property_lifecyclestage as lifecycle_stage,
        property_hs_lifecyclestage_lead_date as lead_at,
        property_hs_lifecyclestage_marketingqualifiedlead_date as mql_at,
        property_hs_lifecyclestage_salesqualifiedlead_date as sql_at,
        property_hs_lifecyclestage_opportunity_date as opportunity_at,
        property_hs_lifecyclestage_customer_date as customer_at,
        {{ scrub('property_hs_analytics_source') }} as first_source,
        {{ scrub('property_hs_analytics_source_data_1') }} as first_source_detail_1,
        {{ scrub('property_hs_analytics_source_data_2') }} as first_source_detail_2,
        case when _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
