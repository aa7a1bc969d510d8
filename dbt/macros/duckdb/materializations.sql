{# Tables and views on DuckDB in one statement each. The adapter's own builds beside the old one,
   renames twice and drops in a transaction of its own; `create or replace` is as atomic, and a night
   of a hundred small models spends most of its time on such steps. No indexes, grants or persisted
   docs here: nothing but the night opens the build file, and the published copy carries comments. #}

{% materialization table, adapter='duckdb' %}
    {{ return(create_or_replace('table')) }}
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
    {%- call statement('main') -%}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(compiled_code) }}
            create or replace {{ type }} {{ this }} as {{ get_select_subquery(compiled_code) }}
        {%- else -%}
            create or replace {{ type }} {{ this }} as (
            {{ compiled_code }}
            )
        {%- endif -%}
    {%- endcall -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [this.incorporate(type=type)]}) }}
{% endmacro %}
