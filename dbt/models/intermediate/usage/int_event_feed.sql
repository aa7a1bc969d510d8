-- What is known of the use of the product, one row: between loaded_from and loaded_until a day
-- without a row is zero, before and after it is unknown; known_until_on is the first day that is
-- not known to its end. Devices with a wrong clock date events ahead of tonight, which tell
-- nothing, or years back: what lies before a gap of more than event_gap_days is no part of it.

with clock as (
    select * from {{ ref('int_clock') }}
),

days as (
    select facts.date_day
    from {{ ref('int_event_days') }} as facts
    cross join clock
    where facts.date_day <= clock.as_of_on
    group by facts.date_day
),

followed as (
    select date_day, lag(date_day) over (order by date_day asc nulls last) as previous_on
    from days
),

loaded as (
    select
        max(case
            when
                previous_on is null
                or {{ days_between('previous_on', 'date_day') }} > {{ var('event_gap_days') | int }}
                then date_day
        end) as loaded_from,
        max(date_day) as loaded_until
    from followed
),

-- Where nothing has come in, nothing is known; a day that lies before all others keeps flags true
-- or false.
final as (
    select
        loaded.loaded_from,
        loaded.loaded_until,
        case
            when loaded.loaded_until is null then date '1900-01-01'
            when loaded.loaded_until < clock.as_of_on then {{ add_days('loaded.loaded_until', 1) }}
            else clock.as_of_on
        end as known_until_on
    from loaded
    cross join clock
)

select * from final
