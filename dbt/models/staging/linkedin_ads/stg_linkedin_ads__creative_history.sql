with source as (
    select * from {{ source('linkedin_ads', 'creative_history') }}
),

final as (
    select
        _source_relation as source_relation,
        campaign_id as ad_group_id,
        id as ad_id,
        lower(coalesce(intended_status, status)) as status,
        {{ scrub('coalesce(click_uri, text_ad_landing_page)') }} as landing_url,
        last_modified_at as version_at
    from source
)

select * from final
