{%- set days = [1, 7, 14, 28, 30, 60, 90] -%}
{%- set brackets = [[1, 7], [8, 14], [15, 28], [29, 60], [61, 90]] -%}
{%- set kinds = {'calendar_day': 7, '24h_day': 8} -%}
{#- Days in seconds are cut at one moment of a calendar day, so its first and last use say whether
    either side was used; the first and last of 25 hours may both miss a day that lies between. -#}
with user_days as (
    select person_key, date_day, first_active_at, last_active_at
    from {{ ref('user_days') }}
    where meaningful_events > 0 and (is_identified or account_id is not null)
),

clock as (
    select * from {{ ref('int_clock') }}
),

people as (
    select
        user_days.person_key,
        min(user_days.date_day) as first_day, max(user_days.date_day) as last_day,
        min(user_days.first_active_at) as first_at, max(user_days.last_active_at) as last_at
    from user_days
    cross join clock
    where user_days.date_day <= clock.as_of_on
    group by user_days.person_key
),

cohorts as (
    select
        calendar.week_start_on as cohort_week_on,
        people.*,
        {{ days_between('people.first_day', 'people.last_day') }} as last_age_calendar_day,
        {{ whole_days('people.first_at', 'people.last_at') }} as last_age_24h_day
    from people
    inner join {{ ref('dim_date') }} as calendar on people.first_day = calendar.date_day
),

-- The days since the start on which a person was active, counted either way.
ages as (
    select
        user_days.person_key,
        {{ days_between('cohorts.first_day', 'user_days.date_day') }} as age_calendar_day,
        {{ whole_days('cohorts.first_at', 'user_days.first_active_at') }} as first_age,
        {{ whole_days('cohorts.first_at', 'user_days.last_active_at') }} as last_age
    from user_days
    inner join cohorts on user_days.person_key = cohorts.person_key
    where {{ days_between('cohorts.first_day', 'user_days.date_day') }} between 1 and 92
),

cells as (
    {{ retention_cells(days, brackets) }}
),

hits as (
    select
        cells.retention_kind, cells.day_number, ages.person_key,
        max(case
            when ages.age_calendar_day between cells.day_number and cells.until_day_number
                then 1 else 0
        end) as in_calendar_day,
        max(case
            when ages.first_age between cells.day_number and cells.until_day_number
                or ages.last_age between cells.day_number and cells.until_day_number then 1 else 0
        end) as in_24h_day
    from ages
    inner join cells
        on ages.age_calendar_day between cells.day_number - 1 and cells.until_day_number + 2
    group by cells.retention_kind, cells.day_number, ages.person_key
),

hit_counts as (
    select
        cohorts.cohort_week_on, hits.retention_kind, hits.day_number,
        sum(hits.in_calendar_day) as hits_calendar_day,
        sum(hits.in_24h_day) as hits_24h_day
    from hits
    inner join cohorts on hits.person_key = cohorts.person_key
    group by cohorts.cohort_week_on, hits.retention_kind, hits.day_number
),

sizes as (
    select
        cohort_week_on,
        cast(count(*) as bigint) as cohort_size
        {%- for kind in kinds %}{% for day in days %},
        {{ count_if('last_age_' ~ kind ~ ' >= ' ~ day) }} as since_{{ kind }}_{{ day }}
        {%- endfor %}{% endfor %}
    from cohorts
    group by cohort_week_on
),

counted as (
    select
        sizes.cohort_week_on, cells.retention_kind, cells.day_number, cells.until_day_number,
        sizes.cohort_size
        {%- for kind in kinds %},
        cast(case
            {%- for day in days %}
            when cells.retention_kind = 'unbounded' and cells.day_number = {{ day }}
                then sizes.since_{{ kind }}_{{ day }}
            {%- endfor %}
            else coalesce(hit_counts.hits_{{ kind }}, 0)
        end as bigint) as returned_{{ kind }}
        {%- endfor %}
    from sizes
    cross join cells
    left join hit_counts
        on
            sizes.cohort_week_on = hit_counts.cohort_week_on
            and cells.retention_kind = hit_counts.retention_kind
            and cells.day_number = hit_counts.day_number
),

-- Mature once the last day is over and loaded for whoever began in the last hour of the week.
aged as (
    select
        counted.*
        {%- for kind, days_on in kinds.items() %},
        {{ add_days('cohort_week_on', days_on ~ ' + coalesce(until_day_number, day_number)') }}
        <= feed.known_until_on
            as is_mature_{{ kind }}
        {%- endfor %}
    from counted
    cross join {{ ref('int_event_feed') }} as feed
),

reached as (
    select
        *
        {%- for kind in kinds %},
        case when is_mature_{{ kind }} then returned_{{ kind }} end as retained_users_{{ kind }}
        {%- endfor %}
    from aged
),

final as (
    select
        retention_kind, cohort_week_on,
        cast(day_number as integer) as day_number,
        cast(until_day_number as integer) as until_day_number,
        cohort_size,
        {%- for kind in kinds %}
        retained_users_{{ kind }},
        {{ rate_with_bounds('retained_users_' ~ kind, 'cohort_size', 'retention_rate_' ~ kind) }},
        is_mature_{{ kind }},
        {%- endfor %}
        cohort_size < {{ var('low_sample_size') | int }} as is_low_sample
    from reached
)

select * from final
