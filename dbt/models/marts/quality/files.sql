with files as (
    select * from {{ source('landing', 'files') }}
),

final as (
    select
        file_id,
        source_name,
        source_relation,
        table_name,
        {{ scrub('path') }} as path,
        bytes,
        sha256,
        load_id,
        status,
        {{ scrub('error') }} as error,
        rows_in,
        rows_kept,
        rows_duplicate,
        rows_superseded,
        rows_quarantined,
        {{ scrub('notes') }} as notes
    from files
)

select * from final
