with source as (
    select * from {{ source('generic', 'fx_rates') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        date as date_day,
        from_currency,
        to_currency,
        rate
    from source
)

select * from final
