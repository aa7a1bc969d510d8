-- A returned row is a raw table from which more rows are excluded than stand in it.

with excluded as (
    select source_name, source_relation, table_name, sum(row_count) as row_count
    from {{ ref('exclusions') }}
    group by source_name, source_relation, table_name
)

select excluded.*, counts.raw_rows
from excluded
left join {{ ref('int_row_counts') }} as counts
    on
        excluded.source_name = counts.source_name
        and excluded.source_relation = counts.source_relation
        and excluded.table_name = counts.table_name
where excluded.row_count > coalesce(counts.raw_rows, 0)
