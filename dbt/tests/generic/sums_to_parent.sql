{% test sums_to_parent(model, parent, keys, measures) %}
{# Each returned row is a parent (columns `keys`) whose children do not add up to it in one of `measures`, or children
   without a parent. A measure the parent does not know (NULL) is not compared. #}
with children as (
    select
        {{ keys | join(', ') }}
        {%- for measure in measures %},
        sum({{ measure }}) as {{ measure }}
        {%- endfor %}
    from {{ model }}
    group by {{ keys | join(', ') }}
),

compared as (
    select
        {%- for key in keys %}
        coalesce(parents.{{ key }}, children.{{ key }}) as {{ key }},
        {%- endfor %}
        {%- for measure in measures %}
        parents.{{ measure }} as parent_{{ measure }},
        children.{{ measure }} as children_{{ measure }},
        {%- endfor %}
        parents.{{ keys[0] }} is null as is_orphan
    from {{ parent }} as parents
    full outer join children
        on
            {%- for key in keys %}
            {% if not loop.first %}and {% endif %}parents.{{ key }} = children.{{ key }}
            {%- endfor %}
)

select *
from compared
where
    is_orphan
    {%- for measure in measures %}
    or parent_{{ measure }} <> coalesce(children_{{ measure }}, 0)
    {%- endfor %}
{% endtest %}
