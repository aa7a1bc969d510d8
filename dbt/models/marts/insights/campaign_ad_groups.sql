with rows_reported as (
    select * from {{ ref('ad_performance') }}
    where ad_group_id is not null
),

{{ campaign_children(
    'rows_reported', ['ad_group', 'ad', 'keyword', 'search_term'],
    ['ad_group_id'],
    ['ad_group_name', 'ad_group_name_at_the_time'],
) }}

select * from final
