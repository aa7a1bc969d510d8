with rows_reported as (
    select * from {{ ref('ad_performance') }}
    where report_grain = 'ad'
),

{{ campaign_children(
    'rows_reported', ['ad'],
    ['ad_group_id', 'ad_id'],
    ['ad_group_name', 'ad_name', 'ad_name_at_the_time'],
) }}

select * from final
