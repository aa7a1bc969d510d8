-- In which weeks and months a person was active, in one account and over all accounts. Cookies that
-- nobody has claimed count only where the event itself names an account.

with user_days as (
    select * from {{ ref('user_days') }}
    where meaningful_events > 0 and (is_identified or account_id is not null)
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select date_day, week_start_on, month_start_on from {{ ref('dim_date') }}
),

account_days as (
    select
        user_days.person_key,
        user_days.account_id,
        calendar.week_start_on,
        calendar.month_start_on
    from user_days
    cross join clock
    inner join calendar on user_days.date_day = calendar.date_day
    where user_days.date_day <= clock.as_of_on
    group by
        user_days.person_key, user_days.account_id, calendar.week_start_on, calendar.month_start_on
),

periods as (
    select 'week' as period_type, person_key, account_id, week_start_on as period_on from account_days
    union all
    select 'month' as period_type, person_key, account_id, month_start_on as period_on from account_days
),

final as (
    select period_type, 'account' as scope, account_id, person_key, period_on
    from periods
    where account_id is not null
    group by period_type, account_id, person_key, period_on
    union all
    select period_type, 'total' as scope, cast(null as string) as account_id, person_key, period_on
    from periods
    group by period_type, person_key, period_on
)

select * from final
