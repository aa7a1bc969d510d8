with source as (
    select * from {{ source('salesforce', 'opportunity_line_item') }}
),

final as (
    select
        _source_relation as source_relation,
        id as line_item_id,
        opportunity_id,
        product_2_id as product_id,
        quantity,
        total_price as amount_original,
        service_date as service_on,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
