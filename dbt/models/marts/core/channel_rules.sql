{%- for rule in channel_rules() %}
select
    {{ loop.index }} as position,
    cast('{{ rule[0] }}' as {{ text_type() }}) as channel,
    cast('{{ rule[1] }}' as {{ text_type() }}) as rule
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
