{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ usage_delete_days() }}",
    post_hook="{{ record_built() }}",
) }}
{%- set utm = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] -%}
{%- set scanned = [
    ['segment', 'pages', 'stg_segment__pages', ['url', 'search', 'referrer'] + utm],
    ['segment', 'tracks', 'stg_segment__tracks', ['properties', 'url', 'referrer'] + utm],
    ['generic', 'events', 'stg_generic__events', ['properties', 'url', 'referrer'] + utm],
] %}

-- Rows of the usage tables that hold an e-mail address in free text, per column and day. The text
-- itself goes no further than staging unless it is scrubbed.

with
{%- for source_name, table_name, model, columns in scanned %}
{{ table_name }}_rows as (
    select * from {{ ref(model) }}
    where {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

{{ table_name }}_counts as (
    select
        date_day,
        {%- for column in columns %}
        cast(sum(
            case when {{ may_hold_email(column) }} and {{ has_email(column) }} then 1 else 0 end
        ) as bigint) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ table_name }}_rows
    group by date_day
),
{%- endfor %}

findings as (
    {%- for source_name, table_name, model, columns in scanned %}
    {%- set last_table = loop.last %}
    {%- for column in columns %}
    select
        '{{ source_name }}' as source_name, '{{ table_name }}' as table_name,
        '{{ column }}' as column_name, date_day, {{ column }} as row_count
    from {{ table_name }}_counts
    {%- if not (loop.last and last_table) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select * from findings where row_count > 0
)

select * from final
