{%- for category, lists in channel_sources().items() %}
{%- set outer_last = loop.last %}
{%- for name in lists['names'] + lists['exact'] %}
select
    cast('{{ category }}' as {{ text_type() }}) as category,
    cast('{{ name }}' as {{ text_type() }}) as source,
    {{ 'true' if name in lists['exact'] else 'false' }} as is_exact
{%- if not (loop.last and outer_last) %}
union all
{%- endif %}
{%- endfor %}
{%- endfor %}
