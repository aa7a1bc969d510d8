with source as (
    select * from {{ source('google_ads', 'account_history') }}
),

final as (
    select
        _source_relation as source_relation,
        id as account_id,
        {{ scrub('descriptive_name') }} as account_name,
        currency_code as currency,
        time_zone as account_timezone,
        updated_at as version_at
    from source
)

select * from final
