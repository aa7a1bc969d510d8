-- A returned row is a raw table that quality.reconciliation does not count: add it to raw_tables().
{%- set missing = [] %}
{%- if execute %}
    {%- for node in graph.sources.values() if node.source_name != 'landing' %}
        {%- if node.name not in raw_tables().get(node.source_name, []) %}
            {%- do missing.append(node.source_name ~ '.' ~ node.name) %}
        {%- endif %}
    {%- endfor %}
{%- endif %}

select table_name
from (
    select 'none' as table_name
    {%- for name in missing %}
    union all
    select '{{ name }}'
    {%- endfor %}
) as tables
where table_name <> 'none'
