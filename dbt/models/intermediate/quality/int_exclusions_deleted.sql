-- Rows deleted at the source that staging leaves out without a trace; counted here (U14).

with counted as (
    {%- for source_name, tables in tables_dropping_deleted().items() %}
    {%- set last_source = loop.last %}
    {%- for table_name in tables %}
    select
        '{{ source_name }}' as source_name,
        _source_relation as source_relation,
        '{{ table_name }}' as table_name,
        count(*) as row_count
    from {{ source(source_name, table_name) }}
    where is_deleted
    group by _source_relation
    {%- if not (loop.last and last_source) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select
        source_name, source_relation, table_name, 'deleted' as reason,
        cast(row_count as bigint) as row_count
    from counted
)

select * from final
