with source as (
    select * from {{ source('generic', 'launches') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        launch_id,
        {{ clean_text('name') }} as launch_name,
        coalesce(kind, 'acquisition') as kind,
        product_id,
        {{ clean_text('feature_keys') }} as feature_keys,
        launched_on,
        {{ clean_text('segments') }} as segments,
        lower({{ clean_text('target_metric') }}) as target_metric,
        target_value
    from source
)

select * from final
