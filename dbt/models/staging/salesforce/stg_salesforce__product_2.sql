-- A product deleted at the source stays: old lines still name it.

with source as (
    select * from {{ source('salesforce', 'product_2') }}
),

final as (
    select
        _source_relation as source_relation,
        id as product_id,
        product_code,
        {{ clean_text('name') }} as product_name,
        {{ clean_text('family') }} as family,
        coalesce(is_active, true) as is_active
    from source
)

select * from final
