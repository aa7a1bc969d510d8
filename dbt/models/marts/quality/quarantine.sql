{%- set personal = personal_columns() %}
with quarantine as (
    select * from {{ source('landing', 'quarantine') }}
),

final as (
    select
        quarantine_id,
        load_id,
        source_name,
        source_relation,
        table_name,
        {{ scrub('file_path') }} as file_path,
        line,
        rule,
        column_name,
        case
            when
                source_name || '.' || table_name || '.' || coalesce(column_name, '')
                in {{ sql_list(personal['columns']) }}
                then cast(null as string)
            else {{ scrub('value') }}
        end as value,
        case
            when source_name || '.' || table_name in {{ sql_list(personal['tables']) }}
                then cast(null as string)
            else {{ scrub('raw_text') }}
        end as raw_text
    from quarantine
)

select * from final
