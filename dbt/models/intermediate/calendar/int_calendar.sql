{# Every day from the January before the first fact to the December after the last fact or the
   clock. #}
with bounds as (
    {%- for model, column in calendar_facts() %}
    select min({{ column }}) as first_day, max({{ column }}) as last_day from {{ ref(model) }}
    union all
    {%- endfor %}
    select as_of_on, as_of_on from {{ ref('int_clock') }}
),

-- A mistyped year must not stretch the calendar over centuries.
span as (
    select
        min(case when first_day >= date '1990-01-01' then first_day end) as first_day,
        max(case when last_day <= date '2060-12-31' then last_day end) as last_day
    from bounds
),

all_days as (
    select date_day
    from {{ day_series("date '1989-01-01'", "date '2061-12-31'") }} as days
),

final as (
    select all_days.date_day
    from all_days
    cross join span
    where
        extract(year from all_days.date_day) >= extract(year from span.first_day) - 1
        and extract(year from all_days.date_day) <= extract(year from span.last_day) + 1
)

select * from final
