{% test no_zero_for_unknown(model, columns, flag='is_complete') %}
{# U4. Each returned row is a day that its source had not loaded (`flag` is false) and that nevertheless shows a
   number, be it 0, in one of `columns`; or a row without a verdict. #}
select *
from {{ model }}
where
    ({{ flag }}) is null
    or (
        not ({{ flag }})
        and (
            {%- for column in columns %}
            {% if not loop.first %}or {% endif %}{{ column }} is not null
            {%- endfor %}
        )
    )
{% endtest %}
