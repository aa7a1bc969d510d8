{# Shared formulas. A rule that holds in every mart (U1-U14) is written here once. #}

{% macro ratio(numerator, denominator, factor=1) -%}
    {#- U1: NULL, zero or negative denominators give NULL; never 0, infinity or NaN. -#}
    {%- set scaled = numerator if factor == 1 else factor ~ ' * (' ~ numerator ~ ')' %}
    case
        when {{ denominator }} > 0
            then cast({{ scaled }} as double) / cast({{ denominator }} as double)
    end
{%- endmacro %}

{% macro as_decimal(expression, precision=18, scale=6) -%}
    cast({{ expression }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro decimal_product(amount, factor, precision=18, scale=6) -%}
    {#- Amount times a decimal(precision, scale), rounded half away from zero to six places. A cast alone does the same,
        and DuckDB takes three times as long for it. -#}
    {{ as_decimal('round(' ~ as_decimal(amount) ~ ' * ' ~ as_decimal(factor, precision, scale) ~ ', 6)') }}
{%- endmacro %}

{% macro surrogate_key(columns) -%}
    {#- Text key over null-safe parts; the separator cannot occur in an id that a spreadsheet can hold. -#}
    md5({% for column in columns -%}
        coalesce(cast({{ column }} as varchar(1000)), '~')
        {%- if not loop.last %} || chr(31) || {% endif -%}
    {%- endfor %})
{%- endmacro %}

{% macro key_where(condition, key) -%}
    {#- The key where the condition holds, for a left join that only some rows take part in: nothing equals NULL. Written
        as a condition of its own beside the keys, it makes DuckDB compare every row with every other. -#}
    case when {{ condition }} then {{ key }} end
{%- endmacro %}

{% macro keyed_hash(text) -%}
    {#- Keyed hash of personal data; NULL stays NULL. The key lives in a private table, so it stands in no SQL text. -#}
    {{ sha256_hex(
        "(select hash_key from " ~ source('landing', 'hash_key') ~ ") || " ~
        sha256_hex("(select hash_key from " ~ source('landing', 'hash_key') ~ ") || " ~ text)
    ) }}
{%- endmacro %}

{% macro email_pattern() -%}
    [A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9.-]+[.][A-Za-z]{2,}
{%- endmacro %}

{% macro scrub(text) -%}
    {#- Replaces every e-mail address in a free text; the number of rows touched is in quality.pii_findings. -#}
    {{ regexp_replace_all(text, email_pattern(), '(e-mail removed)') }}
{%- endmacro %}

{% macro has_email(text) -%}
    coalesce({{ regexp_like(text, email_pattern()) }}, false)
{%- endmacro %}

{% macro sql_list(values) -%}
    {#- ('a', 'b'); an empty list matches nothing. -#}
    ({% for value in values %}{{ text_literal(value) }}{% if not loop.last %}, {% endif %}{% else %}null{% endfor %})
{%- endmacro %}
