{%- set mau = var('mau_days') -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_since_change(['account_id'], 'date_day') }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_use_changes') }}

-- Per account and day: users active that day, and the change in the number of users active within
-- the last N days. An active day opens the interval [day, day + N); a user counts once while
-- intervals touch, so only the first opening and the last closing of a chain are rows: no user x N
-- days. What a day says here depends on that day and the N days before it, and on nothing else.

with user_days as (
    select facts.*
    from {{ ref('user_days') }} as facts
    {{ only_since_change('facts', ['account_id'], 'date_day', mau) }}
    where facts.account_id is not null
),

day_totals as (
    select
        account_id,
        date_day,
        cast(sum(events) as bigint) as events,
        cast(sum(meaningful_events) as bigint) as meaningful_events,
        cast(sum(case when meaningful_events > 0 then 1 else 0 end) as bigint) as dau
    from user_days
    group by account_id, date_day
),

active_days as (
    select
        account_id,
        date_day,
        lag(date_day) over (
            partition by account_id, person_key order by date_day asc nulls last
        ) as previous_on,
        lead(date_day) over (
            partition by account_id, person_key order by date_day asc nulls last
        ) as next_on
    from user_days
    where meaningful_events > 0
),

changes as (
    select
        account_id,
        date_day,
        cast(sum(events) as bigint) as events,
        cast(sum(meaningful_events) as bigint) as meaningful_events,
        cast(sum(dau) as bigint) as dau,
        cast(sum(wau_change) as bigint) as wau_change,
        cast(sum(mau_change) as bigint) as mau_change
    from (
        select
            account_id, date_day, events, meaningful_events, dau,
            0 as wau_change, 0 as mau_change
        from day_totals
        {%- for measure in ['wau', 'mau'] %}
        {%- set days = var(measure ~ '_days') %}
        {%- set columns = '0 as events, 0 as meaningful_events, 0 as dau' %}
        union all
        select
            account_id, date_day, {{ columns }},
            {{ 'count(*)' if measure == 'wau' else '0' }} as wau_change,
            {{ 'count(*)' if measure == 'mau' else '0' }} as mau_change
        from active_days
        where previous_on is null or {{ days_between('previous_on', 'date_day') }} >= {{ days }}
        group by account_id, date_day
        union all
        select
            account_id, {{ add_days('date_day', days) }} as date_day, {{ columns }},
            {{ '-count(*)' if measure == 'wau' else '0' }} as wau_change,
            {{ '-count(*)' if measure == 'mau' else '0' }} as mau_change
        from active_days
        where next_on is null or {{ days_between('date_day', 'next_on') }} >= {{ days }}
        group by account_id, {{ add_days('date_day', days) }}
        {%- endfor %}
    ) as parts
    group by account_id, date_day
),

final as (
    select changes.*
    from changes
    {{ only_since_change('changes', ['account_id'], 'date_day') }}
)

select * from final
