with source as (
    select * from {{ source('google_ads', 'ad_group_criterion_history') }}
),

final as (
    select
        _source_relation as source_relation,
        base_campaign_id as campaign_id,
        ad_group_id,
        id as keyword_id,
        {{ scrub('keyword_text') }} as keyword,
        lower(keyword_match_type) as match_type,
        lower(status) as status,
        updated_at as version_at
    from source
)

select * from final
