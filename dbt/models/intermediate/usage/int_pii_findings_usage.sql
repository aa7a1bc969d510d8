with days as (
    select * from {{ ref('int_pii_days') }}
),

final as (
    select source_name, table_name, column_name, cast(sum(row_count) as bigint) as row_count
    from days
    group by source_name, table_name, column_name
)

select * from final
