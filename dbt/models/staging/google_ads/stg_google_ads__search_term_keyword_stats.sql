with source as (
    select * from {{ source('google_ads', 'search_term_keyword_stats') }}
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        customer_id as account_id,
        campaign_id,
        ad_group_id,
        {{ criterion_id('keyword_ad_group_criterion') }} as keyword_id,
        {{ scrub('search_term') }} as search_term,
        lower(search_term_match_type) as match_type,
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
