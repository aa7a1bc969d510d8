with source as (
    select * from {{ source('generic', 'competitor_aliases') }}
),

final as (
    select
        _source_relation as source_relation,
        {{ clean_text('alias') }} as alias,
        {{ clean_text('competitor') }} as competitor,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
