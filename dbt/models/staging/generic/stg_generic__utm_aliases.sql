with source as (
    select * from {{ source('generic', 'utm_aliases') }}
    where not coalesce(is_deleted, false)
),

-- Two spellings may fold to one; connections share one alias table. The smallest value wins,
-- whatever the order.
final as (
    select
        field,
        {{ utm_value('raw_value') }} as raw_value,
        min({{ utm_value('value') }}) as value
    from source
    where {{ utm_value('raw_value') }} is not null and {{ utm_value('value') }} is not null
    group by field, {{ utm_value('raw_value') }}
)

select * from final
