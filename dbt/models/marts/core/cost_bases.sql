-- cost_bases(), one row per basis and kind of cost in it.
with final as (
    select cast(cost_basis as string) as cost_basis, cast(cost_type as string) as cost_type
    from (
        values
        {%- for basis, types in cost_bases().items() %}
        {%- set last_basis = loop.last %}
        {%- for type in types %}
            ('{{ basis }}', '{{ type }}')
            {%- if not (loop.last and last_basis) %},{% endif %}
        {%- endfor %}
        {%- endfor %}
    ) as listed (cost_basis, cost_type)
)

select * from final
