{% test non_additive_tagged(model, columns) %}
{# U3. Each returned row is a column that must not be summed (reach, distinct users, medians) and that does not say so
   in its `config.meta.non_additive`. #}
{%- set untagged = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model.identifier -%}
        {%- for column in columns -%}
            {%- set spec = node.columns.get(column, {}) -%}
            {%- set meta = spec.get('config', {}).get('meta', {}) or spec.get('meta', {}) -%}
            {%- if not meta.get('non_additive') -%}{%- do untagged.append(column) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif %}
select column_name
from (
    {%- for column in columns %}
    select '{{ column }}' as column_name
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
) as listed
where column_name in {{ sql_list(untagged) }}
{% endtest %}
