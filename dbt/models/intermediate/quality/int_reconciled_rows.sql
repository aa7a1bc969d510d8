-- Rows from file to staging: what the ledger says, what stands in raw, what staging shows.

with files as (
    select * from {{ source('landing', 'files') }}
),

counts as (
    select * from {{ ref('int_row_counts') }}
),

deleted as (
    select * from {{ ref('int_exclusions_deleted') }}
),

sides as (
    select
        source_name, source_relation, table_name,
        rows_in, rows_kept, rows_duplicate, rows_superseded, rows_quarantined,
        cast(0 as bigint) as raw_rows, cast(0 as bigint) as staging_rows,
        cast(0 as bigint) as deleted_rows
    from files
    union all
    select source_name, source_relation, table_name, 0, 0, 0, 0, 0, raw_rows, staging_rows, 0
    from counts
    union all
    select source_name, source_relation, table_name, 0, 0, 0, 0, 0, 0, 0, row_count
    from deleted
),

summed as (
    select
        source_name,
        source_relation,
        table_name,
        {%- for column in [
            'rows_in', 'rows_kept', 'rows_duplicate', 'rows_superseded', 'rows_quarantined',
            'raw_rows', 'staging_rows', 'deleted_rows',
        ] %}
        cast(coalesce(sum({{ column }}), 0) as bigint) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sides
    group by source_name, source_relation, table_name
),

final as (
    select
        source_name,
        source_relation,
        table_name,
        rows_in,
        rows_kept,
        rows_duplicate,
        rows_superseded,
        rows_quarantined,
        raw_rows,
        deleted_rows,
        case
            {%- for source_name, tables in tables_regrouped().items() %}
            when source_name = '{{ source_name }}' and table_name in {{ sql_list(tables) }}
                then raw_rows - deleted_rows
            {%- endfor %}
            else staging_rows
        end as staging_rows
    from summed
)

select * from final
