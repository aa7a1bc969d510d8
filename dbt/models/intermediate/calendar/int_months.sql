-- Months up to tonight with the day on which each is looked at: its last day, tonight in the
-- running month.

with days as (
    select * from {{ ref('int_calendar') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

final as (
    select
        cast(date_trunc('month', days.date_day) as date) as month_on,
        {{ next_period("'month'", "cast(date_trunc('month', max(days.date_day)) as date)") }}
            as next_month_on,
        max(days.date_day) as seen_on,
        {{ next_period("'month'", "cast(date_trunc('month', max(days.date_day)) as date)") }}
        <= max(clock.as_of_on)
            as is_complete
    from days
    cross join clock
    where days.date_day <= clock.as_of_on
    group by cast(date_trunc('month', days.date_day) as date)
)

select * from final
