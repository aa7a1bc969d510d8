with source as (
    select * from {{ source('facebook_ads', 'account_history') }}
),

final as (
    select
        _source_relation as source_relation,
        id as account_id,
        {{ scrub('name') }} as account_name,
        currency,
        timezone_name as account_timezone,
        _fivetran_synced as version_at
    from source
)

select * from final
