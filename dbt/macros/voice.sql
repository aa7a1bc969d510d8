{# Rows of counts that are added up once: what counts, and columns that a kind of row leaves at zero. #}

{% macro one_if(condition) -%}
    case when {{ condition }} then 1 else 0 end
{%- endmacro %}

{% macro zeros(columns) -%}
    {% for column in columns %}0 as {{ column }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}
