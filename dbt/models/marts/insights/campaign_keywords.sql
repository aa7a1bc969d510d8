with rows_reported as (
    select * from {{ ref('ad_performance') }}
    where report_grain = 'keyword'
),

{{ campaign_children(
    'rows_reported', ['keyword'],
    ['ad_group_id', 'keyword_id'],
    ['ad_group_name', 'keyword', 'match_type'],
) }}

select * from final
