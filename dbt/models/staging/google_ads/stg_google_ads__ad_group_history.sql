with source as (
    select * from {{ source('google_ads', 'ad_group_history') }}
),

final as (
    select
        _source_relation as source_relation,
        campaign_id,
        id as ad_group_id,
        {{ scrub('name') }} as ad_group_name,
        lower(status) as status,
        updated_at as version_at
    from source
)

select * from final
