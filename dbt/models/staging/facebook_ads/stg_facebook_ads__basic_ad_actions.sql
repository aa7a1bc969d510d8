with source as (
    select * from {{ source('facebook_ads', 'basic_ad_actions') }}
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        ad_id,
        action_type,
        value as conversions,
        _1_d_view as conversions_1_day_view
    from source
)

select * from final
