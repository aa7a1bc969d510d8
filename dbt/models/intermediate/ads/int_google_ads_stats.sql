{# Google's five reports in one shape: a report grain per row, devices and networks summed. #}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days('date_day', google_ads_tables()) }}",
    post_hook="{{ record_built() }}",
) }}

{%- set grains = {
    'campaign': ['campaign_stats', ['campaign_id']],
    'ad_group': ['ad_group_stats', ['campaign_id', 'ad_group_id']],
    'ad': ['ad_stats', ['campaign_id', 'ad_group_id', 'ad_id']],
    'keyword': ['keyword_stats', ['campaign_id', 'ad_group_id', 'keyword_id']],
    'search_term': ['search_term_keyword_stats',
        ['campaign_id', 'ad_group_id', 'keyword_id', 'search_term', 'match_type']],
} -%}
{%- set ids = ['campaign_id', 'ad_group_id', 'ad_id', 'keyword_id', 'search_term', 'match_type'] -%}
with
{%- for grain, report in grains.items() %}
{{ grain }}_rows as (
    select
        source_relation,
        date_day,
        '{{ grain }}' as report_grain,
        account_id,
        {%- for id in ids %}
        {{ id if id in report[1] else 'cast(null as string)' }} as {{ id }},
        {%- endfor %}
        {{- sum_measures(ad_measures()) }}
    from {{ ref('stg_google_ads__' ~ report[0]) }}
    where {{ only_changed_days('date_day', google_ads_tables()) }}
    group by source_relation, date_day, account_id, {{ report[1] | join(', ') }}
),
{% endfor %}
final as (
    {%- for grain in grains %}
    select * from {{ grain }}_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
