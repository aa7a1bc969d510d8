{# Tables and views on DuckDB in one statement each. The adapter's own builds beside the old one,
   renames twice and drops in a transaction of its own; `create or replace` is as atomic, and a night
   of a hundred small models spends most of its time on such steps. No indexes, grants or persisted
   docs here: nothing but the night opens the build file, and the published copy carries comments.
   Increments are the adapter's own; whole builds of large ones go through history in passes. #}

{% materialization table, adapter='duckdb' %}
    {{ return(create_or_replace('table')) }}
{% endmaterialization %}

{% materialization incremental, adapter='duckdb' %}
    {%- if load_cached_relation(this) is none or should_full_refresh() -%}
        {{ return(create_or_replace('table')) }}
    {%- endif -%}
    {{ return(dbt.materialization_incremental_duckdb()) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(create_or_replace('view')) }}
{% endmaterialization %}

{% macro create_or_replace(type) %}
    {%- set other = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if other is not none and other.type != type -%}
        {%- do adapter.drop_relation(other) -%}
    {%- endif -%}
    {%- set passes = passes_over_days(compiled_code) if type == 'table' else [compiled_code] -%}
    {%- call statement('main') -%}
        {%- if config.get('contract').enforced -%}{{ get_assert_columns_equivalent(compiled_code) }}{%- endif %}
        create or replace {{ type }} {{ this }} as {{ selected(passes[0]) }}
    {%- endcall -%}
    {%- for pass in passes[1:] -%}
        {%- call statement('pass') -%}insert into {{ this }} {{ selected(pass) }}{%- endcall -%}
    {%- endfor -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [this.incorporate(type=type)]}) }}
{% endmacro %}

{% macro selected(sql) %}
    {#- `sql` as what a table is made of: with its columns in the order of the contract, where there is one. -#}
    {%- if config.get('contract').enforced -%}
        {{ get_select_subquery(sql) }}
    {%- else -%}
        (
        {{ sql }}
        )
    {%- endif -%}
{% endmacro %}

{% macro passes_over_days(sql) %}
    {#- The statements that together build a table whose SQL asks for any day (macro `any_day`): one, or where the raw tables
        are large one per run of days, so that memory holds what a pass needs. No day's rows need another day's. -#}
    {%- if any_day('date_day') not in sql -%}{{ return([sql]) }}{%- endif -%}
    {%- set names = usage_tables() | map('last') | unique | join("', '") -%}
    {%- set rows = run_query(
        "select coalesce(sum(estimated_size), 0) from duckdb_tables() where schema_name like 'raw%' and table_name in ('" ~ names ~ "')"
    ).columns[0].values()[0] | int -%}
    {%- set days = run_query(
        "select distinct cast(partition_day as date) from " ~ source('landing', 'changed_partitions')
        ~ " where partition_day is not null and table_name in ('" ~ names ~ "') order by 1"
    ).columns[0].values() -%}
    {%- set passes = (rows / var('usage_rows_per_pass')) | round(0, 'ceil') | int -%}
    {%- set starts = [] -%}
    {%- for pass in range(1, passes) -%}
        {%- do starts.append(days[(pass * (days | length)) // passes]) -%}
    {%- endfor -%}
    {%- set starts = starts | unique | list -%}
    {%- set statements = [] -%}
    {%- for start in starts + [none] -%}
        {%- do statements.append(only_days_between(sql, starts[loop.index0 - 1] if loop.index0 else none, start)) -%}
    {%- endfor -%}
    {{ return(statements) }}
{% endmacro %}

{% macro only_days_between(sql, first, after) %}
    {#- `sql` for the days from `first` to the one before `after`; none is an open end. Moments get a day more on each side:
        a day of the reporting time zone lies in two of UTC. -#}
    {%- set bounded = [sql] -%}
    {%- for column, spare in [['date_day', 0], ['occurred_at', 1]] -%}
        {%- set more = modules.datetime.timedelta(days=spare) -%}
        {%- set wanted = [] -%}
        {%- if first is not none -%}{%- do wanted.append(column ~ " >= date '" ~ (first - more) ~ "'") -%}{%- endif -%}
        {%- if after is not none -%}{%- do wanted.append(column ~ " < date '" ~ (after + more) ~ "'") -%}{%- endif -%}
        {%- do bounded.append(bounded.pop().replace(any_day(column), wanted | join(' and ') or '1 = 1')) -%}
    {%- endfor -%}
    {{ return(bounded[0]) }}
{% endmacro %}
