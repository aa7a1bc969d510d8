{# Macros that give rows. #}
with listed as (
    select 1 as owner, 'a; b;;c ' as list_text
    union all
    select 2 as owner, '' as list_text
    union all
    select 3 as owner, cast(null as string) as list_text
),

parts as (
    select * from {{ split_rows('listed', ['owner'], 'list_text', ';') }} as parts
),

days as (
    select date_day from {{ day_series("date '2024-02-27'", "date '2024-03-02'") }} as days
),

final as (
    select 'part' as kind, owner * 100 + cast(item_position as int) as number, item as value from parts
    union all
    select 'day' as kind, 0 as number, cast(date_day as string) as value from days
)

select * from final
