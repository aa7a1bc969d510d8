{# Content: which events tell of it, how pages are named and what kind of page they are. #}

{% macro content_events() -%}
    {{ return(var('cta_view_events') + var('cta_click_events') + var('content_download_events')) }}
{%- endmacro %}

{% macro path_of(url) -%}
    {#- Path of a page without query string, / where it has none. -#}
    coalesce(nullif({{ regexp_extract_group(url_without_query(url), '://[^/]+(/.*)$') }}, ''), '/')
{%- endmacro %}

{% macro page_kind(path) -%}
    case
        {%- for prefix in var('content_paths') %}
        when {{ path }} like {{ text_literal(prefix ~ '%') }} then 'content'
        {%- endfor %}
        else 'page'
    end
{%- endmacro %}

{% macro first_property(text, names) -%}
    {#- The first of these properties that an event has, without e-mail addresses. -#}
    {{ scrub("coalesce(cast(null as string)" ~ (", " if names) ~ _json_texts(text, names) ~ ")") }}
{%- endmacro %}

{% macro _json_texts(text, names) -%}
    {%- for name in names %}nullif({{ json_text(text, name) }}, ''){{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro form_touch_key() -%}
    {{ surrogate_key(["'form'", 'source_relation', 'contact_id', 'form_id', 'submitted_at']) }}
{%- endmacro %}

{% macro asset_of(rows) -%}
    {{ rows }}.asset_type, {{ rows }}.asset_id
{%- endmacro %}

{% macro same_asset_week(left, right) -%}
    {{ left }}.asset_type = {{ right }}.asset_type
            and {{ left }}.asset_id = {{ right }}.asset_id
            and {{ left }}.week_start_on = {{ right }}.week_start_on
{%- endmacro %}

{% macro experiment_events() -%}
    {{ return(var('experiment_exposure_events') + var('key_events')) }}
{%- endmacro %}

{% macro planned_share(experiment, variant, variants) -%}
    {#- The share of people that a variant should get; NULL for a variant that the plan of its experiment does not name. -#}
    {%- if var('experiment_splits') -%}
    case {{ experiment }}
        {%- for name, shares in var('experiment_splits').items() %}
        when {{ text_literal(name) }} then case {{ variant }}
            {%- for planned, share in shares.items() %} when {{ text_literal(planned) }} then cast({{ share }} as double){% endfor %} end
        {%- endfor %}
        else {{ ratio('1', variants) }}
    end
    {%- else -%}
    {{ ratio('1', variants) }}
    {%- endif -%}
{%- endmacro %}
