with source as (
    select * from {{ source('linkedin_ads', 'campaign_group_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        id as campaign_id,
        {{ scrub('name') }} as campaign_name,
        lower(status) as status,
        last_modified_time as version_at
    from source
)

select * from final
