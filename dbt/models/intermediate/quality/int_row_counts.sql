-- How many rows stand in every raw table and in its staging model, per connection. One small query
-- per table; nothing here is read but the name of the connection.

with counted as (
    {%- for source_name, tables in raw_tables().items() %}
    {%- set last_source = loop.last %}
    {%- for table_name in tables %}
    select
        '{{ source_name }}' as source_name, _source_relation as source_relation,
        '{{ table_name }}' as table_name, 'raw' as layer, count(*) as row_count
    from {{ source(source_name, table_name) }}
    group by _source_relation
    {%- if table_name not in tables_regrouped().get(source_name, []) %}
    union all
    select
        '{{ source_name }}', source_relation, '{{ table_name }}', 'staging', count(*)
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    group by source_relation
    {%- endif %}
    {%- if not (loop.last and last_source) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select
        source_name, source_relation, table_name,
        cast(sum(case when layer = 'raw' then row_count else 0 end) as bigint) as raw_rows,
        cast(sum(case when layer = 'staging' then row_count else 0 end) as bigint) as staging_rows
    from counted
    group by source_name, source_relation, table_name
)

select * from final
