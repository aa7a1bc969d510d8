{# Where dbt-spark and Iceberg need help. Only overrides of the adapter's own macros; no business rules. #}

{% macro spark__list_relations_without_caching(relation) %}
    {#- The adapter asks `show table extended`, which Iceberg refuses, and then describes every table. -#}
    {%- set rows = [] -%}
    {%- for row in run_query('show tables in ' ~ relation.schema).rows -%}
        {%- do rows.append((row[0], row[1], false, 'Type: MANAGED\nProvider: iceberg\n')) -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}

{% macro spark__get_assert_columns_equivalent(sql) -%}
    {#- Contract on Spark: the same columns, of the same family. Widths differ between the engines
        (row_number() is int here and bigint there), so get_select_subquery casts to the contract. -#}
    {%- set families = {
        'tinyint': 'number', 'smallint': 'number', 'int': 'number', 'bigint': 'number', 'decimal': 'number'
    } -%}
    {%- set found = {} -%}
    {%- for column in get_column_schema_from_query(sql) -%}
        {%- do found.update({column.name | lower: column.dtype.split('(')[0] | lower}) -%}
    {%- endfor -%}
    {%- set wanted = {} -%}
    {%- for column in get_column_schema_from_query(get_empty_schema_sql(model['columns'])) -%}
        {%- do wanted.update({column.name | lower: column.dtype.split('(')[0] | lower}) -%}
    {%- endfor -%}
    {%- for name in (found.keys() | list + wanted.keys() | list) | unique -%}
        {%- set is = families.get(found.get(name), found.get(name)) -%}
        {%- set should = families.get(wanted.get(name), wanted.get(name)) -%}
        {%- if is != should -%}
            {{ exceptions.raise_compiler_error(
                'Contract of ' ~ this ~ ': column ' ~ name ~ ' is ' ~ found.get(name, 'missing')
                ~ ' in the query and ' ~ wanted.get(name, 'missing') ~ ' in the contract'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro spark__get_select_subquery(sql) %}
    select
    {%- for column in model['columns'].values() %}
        cast({{ column.name }} as {{ column.data_type }}) as {{ column.name }}{{ ',' if not loop.last }}
    {%- endfor %}
    from (
        {{ sql }}
    ) as contract
{%- endmacro %}
