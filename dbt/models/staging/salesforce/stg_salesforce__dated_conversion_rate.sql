with source as (
    select * from {{ source('salesforce', 'dated_conversion_rate') }}
),

final as (
    select
        _source_relation as source_relation,
        iso_code as currency,
        conversion_rate,
        start_date as starts_on,
        next_start_date as next_starts_on,
        case when _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
