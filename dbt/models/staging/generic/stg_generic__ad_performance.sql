with source as (
    select * from {{ source('generic', 'ad_performance') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        lower(trim(platform)) as platform,
        account_id,
        {{ scrub('account_name') }} as account_name,
        account_timezone,
        campaign_id,
        {{ scrub('campaign_name') }} as campaign_name,
        nullif(ad_group_id, '') as ad_group_id,
        {{ scrub('ad_group_name') }} as ad_group_name,
        nullif(ad_id, '') as ad_id,
        {{ scrub('ad_name') }} as ad_name,
        currency,
        spend as spend_original,
        impressions,
        clicks,
        conversions as platform_conversions,
        conversion_value as platform_value_original,
        view_through_conversions,
        {{ scrub('landing_url') }} as landing_url,
        {{ utm_value('utm_source') }} as utm_source,
        {{ utm_value('utm_medium') }} as utm_medium,
        {{ utm_value('utm_campaign') }} as utm_campaign,
        {{ utm_value('utm_term') }} as utm_term,
        {{ utm_value('utm_content') }} as utm_content,
        strategy
    from source
)

select * from final
