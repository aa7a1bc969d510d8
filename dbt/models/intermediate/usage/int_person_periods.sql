{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_since_change(['person_key'], 'period_on', 6) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_use_changes') }}

-- In which weeks and months a person was active, in one account and over all accounts, and whether
-- in the period before as well. Cookies that nobody has claimed count only where the event names
-- an account. A month whose use has changed begins in a week that begins up to 6 days before it;
-- whether someone was there before that is seen from the month and the week before.

with user_days as (
    select facts.*
    from {{ ref('user_days') }} as facts
    {{ only_since_change('facts', ['person_key'], 'date_day', 31) }}
    where facts.meaningful_events > 0 and (facts.is_identified or facts.account_id is not null)
),

calendar as (
    select 'week' as period_type, date_day, week_start_on as period_on from {{ ref('dim_date') }}
    union all
    select 'month' as period_type, date_day, month_start_on as period_on from {{ ref('dim_date') }}
),

account_periods as (
    select calendar.period_type, calendar.period_on, user_days.account_id, user_days.person_key
    from user_days
    inner join calendar on user_days.date_day = calendar.date_day
    group by calendar.period_type, calendar.period_on, user_days.account_id, user_days.person_key
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
    {{ only_since_change('ordered', ['person_key'], 'period_on', 6) }}
)

select * from final
