with source as (
    select * from {{ source('facebook_ads', 'basic_ad') }}
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        account_id,
        ad_id,
        spend as spend_original,
        impressions,
        inline_link_clicks as clicks,
        reach
    from source
)

select * from final
