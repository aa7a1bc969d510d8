with source as (
    select * from {{ source('linkedin_ads', 'account_history') }}
),

final as (
    select
        _source_relation as source_relation,
        id as account_id,
        {{ scrub('name') }} as account_name,
        currency,
        'UTC' as account_timezone,
        lower(status) as status,
        last_modified_time as version_at
    from source
)

select * from final
