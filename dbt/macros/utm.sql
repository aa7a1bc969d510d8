{# One spelling per UTM value: decoded, trimmed, case-folded, free of e-mail addresses, then the alias table. #}

{% macro utm_fields() -%}{{ return(['source', 'medium', 'campaign', 'term', 'content']) }}{%- endmacro %}

{% macro url_query_value(url, parameter) -%}
    {#- Raw text of one query parameter of a URL or bare query string; NULL where it is missing or empty. -#}
    nullif({{ regexp_extract_group(url, '(?:^|[?&])' ~ parameter ~ '=([^&#]*)') }}, '')
{%- endmacro %}

{% macro utm_value(raw) -%}
    {#- Normalised text of one UTM parameter; empty becomes NULL. -#}
    nullif(lower(trim({{ scrub(url_decode(raw)) }})), '')
{%- endmacro %}

{% macro utm_alias_joins(columns, aliases='utm_aliases') -%}
    {#- Joins for utm_canonical(). `columns`: {'source': 'visits.utm_source', ...}, each already through utm_value();
        `aliases`: the CTE or relation that holds stg_generic__utm_aliases. -#}
    {%- for field, column in columns.items() %}
    left join {{ aliases }} as alias_{{ field }}
        on alias_{{ field }}.field = '{{ field }}' and {{ column }} = alias_{{ field }}.raw_value
    {%- endfor %}
{%- endmacro %}

{% macro utm_canonical(field, column) -%}
    {#- The alias table's value where there is one, else the normalised text itself. Needs utm_alias_joins(). -#}
    coalesce(alias_{{ field }}.value, {{ column }})
{%- endmacro %}

{% macro click_id_kind(url) -%}
    case
        {%- for name in paid_click_ids() %}
        when {{ url_query_value(url, name) }} is not null then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}

{% macro url_campaign_id(url) -%}
    {#- Campaign id that a landing URL carries beside its names: GA4's parameter, Google's own, and usual ones.
        A placeholder that nobody filled in is no id. -#}
    coalesce(
        {%- for name in ['utm_id', 'gad_campaignid', 'campaign_id', 'campaignid', 'hsa_cam'] %}
        nullif({{ regexp_extract_group(url, '(?:^|[?&])' ~ name ~ '=([A-Za-z0-9_-]+)') }}, '')
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
