with days as (
    select date_day, {{ iso_weekday('date_day') }} as iso_weekday
    from {{ ref('int_calendar') }}
),

weeks as (
    select
        *,
        {{ add_days('date_day', '1 - iso_weekday') }} as iso_week_start_on,
        -- The ISO year of a week is the year of its Thursday.
        {{ add_days('date_day', '4 - iso_weekday') }} as iso_thursday,
        {{ week_start('date_day', 'iso_weekday') }} as week_start_on
    from days
),

fiscal_days as (
    select *, {{ fiscal_day('date_day', 'week_start_on') }} as fiscal_day
    from weeks
),

fiscal_weeks as (
    select *, {{ fiscal_week('fiscal_day') }} as fiscal_week
    from fiscal_days
),

fiscal as (
    select
        *,
        {%- if var('fiscal_calendar') == 'months' %}
        {{ fiscal_month_number('date_day') }} as fiscal_month
        {%- else %}
        {{ fiscal_period('fiscal_week') }} as fiscal_month
        {%- endif %}
    from fiscal_weeks
),

final as (
    select
        date_day,
        iso_weekday,
        {{ format_day('date_day', 'Day') }} as weekday_name,
        iso_weekday >= 6 as is_weekend,
        week_start_on,
        {{ add_days('week_start_on', 6) }} as week_end_on,
        iso_week_start_on,
        cast(extract(year from iso_thursday) as integer) as iso_year,
        cast(floor(
            cast(extract(doy from iso_thursday) - 1 as double) / cast(7 as double)
        ) + 1 as integer) as iso_week,
        cast(date_trunc('month', date_day) as date) as month_start_on,
        cast(last_day(date_day) as date) as month_end_on,
        cast(extract(month from date_day) as integer) as month_number,
        {{ format_day('date_day', 'Month') }} as month_name,
        {{ format_day('date_day', 'YYYY-MM') }} as year_month,
        cast(date_trunc('quarter', date_day) as date) as quarter_start_on,
        cast(extract(quarter from date_day) as integer) as quarter_number,
        cast(extract(year from date_day) as integer) as year_number,
        {{ fiscal_year('fiscal_day') }} as fiscal_year,
        case
            when fiscal_month <= 3 then 1
            when fiscal_month <= 6 then 2
            when fiscal_month <= 9 then 3
            else 4
        end as fiscal_quarter,
        fiscal_month,
        fiscal_week
    from fiscal
)

select * from final
