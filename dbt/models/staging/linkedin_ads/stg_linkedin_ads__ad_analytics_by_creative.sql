with source as (
    select * from {{ source('linkedin_ads', 'ad_analytics_by_creative') }}
),

final as (
    select
        _source_relation as source_relation,
        cast(day as date) as date_day,
        creative_id as ad_id,
        -- nothing in one currency is nothing in the other; the API leaves one of them empty
        coalesce(
            cost_in_local_currency,
            case when cost_in_usd = 0 then cost_in_usd end
        ) as spend_original,
        impressions,
        clicks,
        external_website_conversions as website_conversions,
        one_click_leads as lead_form_fills,
        conversion_value_in_local_currency as platform_value_original
    from source
)

select * from final
