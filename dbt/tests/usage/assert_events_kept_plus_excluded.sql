-- Each returned row is a usage table whose raw rows are not all accounted for in the daily fact (U14).
with raw_rows as (
    select 'segment' as source_name, 'pages' as table_name, source_relation, count(*) as row_count
    from {{ ref('stg_segment__pages') }}
    group by source_relation
    union all
    select 'segment' as source_name, 'tracks' as table_name, source_relation, count(*) as row_count
    from {{ ref('stg_segment__tracks') }}
    group by source_relation
    union all
    select 'generic' as source_name, 'events' as table_name, source_relation, count(*) as row_count
    from {{ ref('stg_generic__events') }}
    group by source_relation
),

counted as (
    select source_name, table_name, source_relation, sum(events) as row_count
    from {{ ref('int_event_days') }}
    group by source_name, table_name, source_relation
)

select
    raw_rows.source_name, raw_rows.table_name, raw_rows.source_relation,
    raw_rows.row_count as raw_count, counted.row_count as counted_count
from raw_rows
full outer join counted
    on raw_rows.source_name = counted.source_name
    and raw_rows.table_name = counted.table_name
    and raw_rows.source_relation = counted.source_relation
where coalesce(raw_rows.row_count, 0) <> coalesce(counted.row_count, 0)
