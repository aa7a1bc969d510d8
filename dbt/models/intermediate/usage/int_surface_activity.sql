{%- set mau = var('mau_days') -%}
{%- set surfaces = ['web', 'mobile', 'desktop', 'extension'] -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days(after=var('mau_days')) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- Users active per surface and day, and the change in the number active within the last N days, as
-- in int_account_activity. Surface all counts a person once, whatever the surfaces and accounts.

with user_days as (
    select * from {{ ref('user_days') }}
    where meaningful_events > 0 and (is_identified or account_id is not null)
        and {{ only_bound_days(before=mau, after=mau) }}
),

unpivoted as (
    select 'all' as surface, person_key, date_day from user_days
    {%- for surface in surfaces %}
    union all
    select '{{ surface }}', person_key, date_day from user_days
    where {{ surface }}_meaningful_events > 0
    {%- endfor %}
),

active_days as (
    select
        surface, person_key, date_day,
        lag(date_day) over (
            partition by surface, person_key order by date_day asc nulls last
        ) as previous_on,
        lead(date_day) over (
            partition by surface, person_key order by date_day asc nulls last
        ) as next_on
    from (
        select surface, person_key, date_day from unpivoted group by surface, person_key, date_day
    ) as days
),

changes as (
    select surface, date_day, count(*) as dau, 0 as wau_change, 0 as mau_change
    from active_days
    group by surface, date_day
    {%- for days, wau, month in [(var('wau_days'), '1', '0'), (mau, '0', '1')] %}
    union all
    select surface, date_day, 0, {{ wau }} * count(*), {{ month }} * count(*)
    from active_days
    where previous_on is null or {{ days_between('previous_on', 'date_day') }} >= {{ days }}
    group by surface, date_day
    union all
    select
        surface, {{ add_days('date_day', days) }}, 0, -{{ wau }} * count(*), -{{ month }} * count(*)
    from active_days
    where next_on is null or {{ days_between('date_day', 'next_on') }} >= {{ days }}
    group by surface, {{ add_days('date_day', days) }}
    {%- endfor %}
),

final as (
    select surface, date_day, {{ sum_counts(['dau', 'wau_change', 'mau_change']) }}
    from changes
    where {{ only_bound_days(after=mau) }}
    group by surface, date_day
)

select * from final
