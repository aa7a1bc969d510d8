with rows_reported as (
    select * from {{ ref('ad_performance') }}
    where report_grain = 'search_term'
),

{{ campaign_children(
    'rows_reported', ['search_term'],
    ['ad_group_id', 'keyword_id', 'search_term', 'match_type'],
    ['ad_group_name', 'keyword'],
) }}

select * from final
