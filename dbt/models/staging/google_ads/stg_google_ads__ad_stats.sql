with source as (
    select * from {{ source('google_ads', 'ad_stats') }}
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        customer_id as account_id,
        campaign_id,
        coalesce(
            ad_group_id,
            nullif({{ regexp_extract_group('ad_group', '/adGroups/([0-9]+)$') }}, '')
        ) as ad_group_id,
        ad_id,
        {{ criterion_id('keyword_ad_group_criterion') }} as keyword_id,
        {{ from_micros('cost_micros') }} as spend_original,
        impressions,
        clicks,
        conversions as platform_conversions,
        conversions_value as platform_value_original,
        view_through_conversions,
        device,
        ad_network_type
    from source
)

select * from final
