with source as (
    select * from {{ source('google_ads', 'campaign_history') }}
),

final as (
    select
        _source_relation as source_relation,
        customer_id as account_id,
        id as campaign_id,
        {{ scrub('name') }} as campaign_name,
        lower(advertising_channel_type) as channel_type,
        lower(status) as status,
        {{ scrub('tracking_url_template') }} as landing_url,
        {{ scrub('final_url_suffix') }} as url_suffix,
        updated_at as version_at
    from source
)

select * from final
