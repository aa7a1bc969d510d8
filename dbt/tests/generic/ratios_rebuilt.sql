{% test ratios_rebuilt(model) %}
{# U1, U2. Each returned row publishes a ratio that is not its numerator / denominator, or is not NULL where the denominator
   is NULL, zero or negative: `ratio_of` for every column that names its parts in `config.meta.ratio`, in one scan. #}
{%- set ratios = {} -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model.identifier -%}
        {%- for name, column in node.columns.items() -%}
            {%- set meta = column.get('config', {}).get('meta', {}) or column.get('meta', {}) -%}
            {%- if meta.get('ratio') -%}{%- do ratios.update({name: meta.get('ratio')}) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if not ratios -%}
        {{ exceptions.raise_compiler_error(model.identifier ~ ': no column names its parts in config.meta.ratio') }}
    {%- endif -%}
{%- endif %}
with rebuilt as (
    select
        *
        {%- for name, parts in ratios.items() %},
        {{ ratio(parts[0], parts[1]) }} as {{ name }}_from_parts
        {%- endfor %}
    from {{ model }}
)

select *
from rebuilt
where
    1 = 0
    {%- for name in ratios %}
    or ({{ name }} is null and {{ name }}_from_parts is not null)
    or ({{ name }} is not null and {{ name }}_from_parts is null)
    or abs({{ name }} - {{ name }}_from_parts) > 0.000000001 * greatest(1, abs({{ name }}_from_parts))
    {%- endfor %}
{% endtest %}
