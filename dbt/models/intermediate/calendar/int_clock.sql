{# The running night's clock; no model asks the machine for the time. #}
with clock as (
    select * from {{ source('landing', 'clock') }}
),

final as (
    select
        as_of as as_of_at,
        {{ reporting_day('as_of') }} as as_of_on,
        load_id,
        build_id
    from clock
)

select * from final
