{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_touched_periods() }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}
{%- set days = only_bound_days() %}

-- In which weeks and months a person was active, in one account and over all accounts, and whether
-- in the period before as well. Cookies that nobody has claimed count only where the event names
-- an account.

with user_days as (
    select * from {{ ref('user_days') }}
    where meaningful_events > 0 and (is_identified or account_id is not null)
),

calendar as (
    select 'week' as period_type, date_day, week_start_on as period_on from {{ ref('dim_date') }}
    union all
    select 'month' as period_type, date_day, month_start_on as period_on from {{ ref('dim_date') }}
),

touched as (
    {{ touched_periods(days) }}
),

-- The days to read: the periods to rebuild and the ones before them.
wanted as (
    select calendar.period_type, calendar.date_day, calendar.period_on
    from calendar
    left join touched as own
        on calendar.period_type = own.period_type and calendar.period_on = own.period_on
    left join touched as following
        on calendar.period_type = following.period_type
        and {{ next_period('calendar.period_type', 'calendar.period_on') }} = following.period_on
    where own.period_on is not null or following.period_on is not null
),

account_periods as (
    select wanted.period_type, wanted.period_on, user_days.account_id, user_days.person_key
    from user_days
    inner join wanted on user_days.date_day = wanted.date_day
    group by wanted.period_type, wanted.period_on, user_days.account_id, user_days.person_key
),

scoped as (
    select period_type, 'account' as scope, account_id, person_key, period_on
    from account_periods
    where account_id is not null
    union all
    select period_type, 'total' as scope, cast(null as string) as account_id, person_key, period_on
    from account_periods
    group by period_type, person_key, period_on
),

ordered as (
    select
        *,
        lag(period_on) over (
            partition by period_type, scope, account_id, person_key
            order by period_on asc nulls last
        ) as previous_on
    from scoped
),

final as (
    select
        ordered.period_type,
        ordered.scope,
        ordered.account_id,
        ordered.person_key,
        ordered.period_on,
        coalesce(
            {{ next_period('ordered.period_type', 'ordered.previous_on') }} = ordered.period_on,
            false
        ) as is_retained
    from ordered
    inner join touched
        on ordered.period_type = touched.period_type and ordered.period_on = touched.period_on
)

select * from final
