with source as (
    select * from {{ source('facebook_ads', 'basic_ad_action_values') }}
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        ad_id,
        action_type,
        value as conversion_value_original,
        _1_d_view as conversion_value_1_day_view_original
    from source
)

select * from final
