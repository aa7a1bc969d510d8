with source as (
    select * from {{ source('generic', 'objectives') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        objective_id,
        parent_objective_id,
        level,
        {{ person_label('owner') }} as owner,
        {{ has_email('owner') }} as is_owner_hashed,
        {{ clean_text('name') }} as objective,
        pma_part,
        starts_on,
        ends_on,
        {{ as_decimal('coalesce(weight, 1)') }} as weight,
        priority
    from source
)

select * from final
