{%- set days = [1, 7, 14, 28, 30, 60, 90] -%}
with user_days as (
    select person_key, date_day from {{ ref('user_days') }}
    where meaningful_events > 0 and (is_identified or account_id is not null)
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select date_day, week_start_on from {{ ref('dim_date') }}
),

people as (
    select
        user_days.person_key,
        min(user_days.date_day) as first_day,
        max(user_days.date_day) as last_day
    from user_days
    cross join clock
    where user_days.date_day <= clock.as_of_on
    group by user_days.person_key
),

cohorts as (
    select
        calendar.week_start_on as cohort_week_on,
        people.person_key,
        people.first_day,
        {{ days_between('people.first_day', 'people.last_day') }} as last_age
    from people
    inner join calendar on people.first_day = calendar.date_day
),

sizes as (
    select
        cohort_week_on,
        cast(count(*) as bigint) as cohort_size,
        {%- for day in days %}
        cast(sum(case when last_age >= {{ day }} then 1 else 0 end) as bigint)
            as since_{{ day }}{{ ',' if not loop.last }}
        {%- endfor %}
    from cohorts
    group by cohort_week_on
),

-- A person may have several accounts, so a day is counted once per person.
returns as (
    select
        cohorts.cohort_week_on,
        {{ days_between('cohorts.first_day', 'user_days.date_day') }} as age,
        cast(count(distinct cohorts.person_key) as bigint) as returned
    from user_days
    inner join cohorts on user_days.person_key = cohorts.person_key
    where {{ days_between('cohorts.first_day', 'user_days.date_day') }} in ({{ days | join(', ') }})
    group by cohorts.cohort_week_on, {{ days_between('cohorts.first_day', 'user_days.date_day') }}
),

cells as (
    {%- for day in days %}
    select
        'n_day' as retention_kind, sizes.cohort_week_on, {{ day }} as calendar_day_number,
        sizes.cohort_size, coalesce(returns.returned, 0) as returned
    from sizes
    left join returns on sizes.cohort_week_on = returns.cohort_week_on and returns.age = {{ day }}
    union all
    select
        'unbounded' as retention_kind, cohort_week_on, {{ day }} as calendar_day_number,
        cohort_size, since_{{ day }} as returned
    from sizes
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Mature once day N is over for whoever began on the last day of the week.
aged as (
    select
        cells.*,
        {{ add_days('cells.cohort_week_on', '7 + cells.calendar_day_number') }} <= clock.as_of_on
            as is_mature
    from cells
    cross join clock
),

final as (
    select
        retention_kind,
        cohort_week_on,
        cast(calendar_day_number as integer) as calendar_day_number,
        cohort_size,
        cast(case when is_mature then returned end as bigint) as retained_users,
        case when is_mature then {{ ratio('returned', 'cohort_size') }} end as retention_rate,
        cohort_size < {{ var('low_sample_size') }} as is_low_sample,
        is_mature
    from aged
)

select * from final
