-- One list of values: a union of a hundred selects would be a hundred tasks on a cluster.
with final as (
    select
        cast(category as string) as category,
        cast(source as string) as source,
        is_exact
    from (
        values
        {%- for category, lists in channel_sources().items() %}
        {%- set last_category = loop.last %}
        {%- for name in lists['names'] + lists['exact'] %}
            ({{ text_literal(category) }}, {{ text_literal(name) }}, {{ name in lists['exact'] }})
            {%- if not (loop.last and last_category) %},{% endif %}
        {%- endfor %}
        {%- endfor %}
    ) as listed (category, source, is_exact)
)

select * from final
