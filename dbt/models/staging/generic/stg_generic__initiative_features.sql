with source as (
    select * from {{ source('generic', 'initiative_features') }}
    where not coalesce(is_deleted, false)
),

final as (
    select _source_relation as source_relation, initiative_id, feature_key
    from source
)

select * from final
