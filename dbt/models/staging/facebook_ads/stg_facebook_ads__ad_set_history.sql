with source as (
    select * from {{ source('facebook_ads', 'ad_set_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        campaign_id,
        id as ad_group_id,
        {{ scrub('name') }} as ad_group_name,
        daily_budget as daily_budget_minor,
        updated_time as version_at
    from source
)

select * from final
