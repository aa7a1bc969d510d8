with source as (
    select * from {{ source('facebook_ads', 'ad_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        campaign_id,
        ad_set_id as ad_group_id,
        id as ad_id,
        creative_id,
        {{ scrub('name') }} as ad_name,
        updated_time as version_at
    from source
)

select * from final
