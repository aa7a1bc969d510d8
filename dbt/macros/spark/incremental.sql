{# Incremental models on Spark: always Iceberg, always `append` after a pre-hook that made room.
   dbt-spark drops the table first on --full-refresh; here it is replaced in one commit, so a build
   that dies leaves the table as it was. #}

{% materialization incremental, adapter='spark' -%}
    {%- if (config.get('incremental_strategy') or 'append') != 'append' -%}
        {{ exceptions.raise_compiler_error('Only the append strategy is supported: ' ~ this) }}
    {%- endif -%}
    {%- set existing = load_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is none or should_full_refresh() -%}
        {%- call statement('main') -%}
            {{ create_table_as(false, this, compiled_code) }}
        {%- endcall -%}
    {%- else -%}
        {%- set columns = adapter.get_columns_in_relation(existing) | map(attribute='quoted') | join(', ') -%}
        {%- call statement('main') -%}
            insert into {{ this }}
            select {{ columns }} from ({{ compiled_code }}) as tonight
        {%- endcall -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{%- endmaterialization %}
