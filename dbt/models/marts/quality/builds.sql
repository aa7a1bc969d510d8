with clock as (
    select * from {{ ref('int_clock') }}
),

final as (
    select
        build_id,
        load_id,
        as_of_at as as_of,
        as_of_on,
        '{{ configuration_hash() }}' as configuration_hash
    from clock
)

select * from final
