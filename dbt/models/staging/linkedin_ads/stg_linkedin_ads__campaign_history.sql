with source as (
    select * from {{ source('linkedin_ads', 'campaign_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        campaign_group_id as campaign_id,
        id as ad_group_id,
        {{ scrub('name') }} as ad_group_name,
        lower(status) as status,
        daily_budget_amount as daily_budget_original,
        daily_budget_currency_code as daily_budget_currency,
        last_modified_time as version_at
    from source
)

select * from final
