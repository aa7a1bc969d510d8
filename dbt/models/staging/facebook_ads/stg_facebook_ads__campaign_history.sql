with source as (
    select * from {{ source('facebook_ads', 'campaign_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        id as campaign_id,
        {{ scrub('name') }} as campaign_name,
        lower(status) as status,
        daily_budget as daily_budget_minor,
        updated_time as version_at
    from source
)

select * from final
