with source as (
    select * from {{ source('generic', 'features') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        feature_key,
        product_id,
        {{ clean_text('name') }} as feature_name,
        released_on,
        nullif(trim(plans), '') as plans,
        coalesce(is_core, false) as is_core,
        nullif(trim(event_names), '') as event_names
    from source
)

select * from final
