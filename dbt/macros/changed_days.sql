{# Increments by changed partition: the days that landing says have changed since this model was last
   built are deleted and rebuilt, however old they are. Nothing here looks back a fixed number of days. #}

{% macro changed_days(tables, before=0, after=0) %}
    {#- List of 'YYYY-MM-DD' strings. `tables`: [[source, table], ...]. `before`/`after` widen each
        changed day by that many days (an event near midnight moves in the reporting time zone). -#}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set wanted = [] -%}
    {%- for pair in tables -%}
        {%- do wanted.append("(source_name = '" ~ pair[0] ~ "' and table_name = '" ~ pair[1] ~ "')") -%}
    {%- endfor -%}
    {%- set query -%}
        select distinct cast(partition_day as varchar(10)) as day
        from {{ source('landing', 'changed_partitions') }}
        where partition_day is not null
            and ({{ wanted | join(' or ') }})
            and load_id > {{ last_built() }}
    {%- endset -%}
    {%- set days = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- set day = modules.datetime.date.fromisoformat((row[0] | string)[:10]) -%}
        {%- for shift in range(-before, after + 1) -%}
            {%- do days.append((day + modules.datetime.timedelta(days=shift)).isoformat()) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(days | unique | sort) }}
{% endmacro %}

{% macro in_days(column, days) -%}
    {%- if days -%}
        {{ column }} in (date '{{ days | join("', date '") }}')
    {%- else -%}
        1 = 0
    {%- endif -%}
{%- endmacro %}

{% macro only_changed_days(column, tables, before=0, after=0) -%}
    {#- Condition for the body of an incremental model: true on a full build. -#}
    {%- if is_incremental() -%}
        {{ in_days(column, changed_days(tables, before, after)) }}
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}

{% macro delete_changed_days(column, tables, before=0, after=0) -%}
    {#- Pre-hook: makes room for the days about to be rebuilt; days that became empty vanish. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }} where {{ in_days(column, changed_days(tables, before, after)) }}
    {%- endif -%}
{%- endmacro %}

{% macro last_built() -%}
    {#- The newest load that this model has digested. -#}
    (
        select coalesce(max(load_id), 0) from {{ source('landing', 'built_loads') }}
        where model = '{{ this.identifier }}'
    )
{%- endmacro %}

{% macro has_changed(tables) -%}
    {#- Whether any row of the raw tables [[source, table], ...] has changed since this model was last built. -#}
    {%- set touched = [] -%}
    {%- for pair in tables if execute -%}
        {%- do touched.append(run_query(
            "select count(*) from " ~ source('landing', 'changed_partitions') ~ " where source_name = '" ~ pair[0]
            ~ "' and table_name = '" ~ pair[1] ~ "' and load_id > " ~ last_built()
        ).rows[0][0]) -%}
    {%- endfor -%}
    {{ return((touched | sum) > 0) }}
{%- endmacro %}

{% macro record_built() -%}
    {#- Post-hook: this model has digested every load up to tonight's. -#}
    insert into {{ source('landing', 'built_loads') }}
    select '{{ this.identifier }}' as model, load_id from {{ source('landing', 'clock') }}
{%- endmacro %}
