{%- set days = driver_days() -%}
-- Sign-ups on the product-led path whose plg_paid_days are over, and what became of them: their use
-- is not known (events do not cover the first days), they paid within these, or they had not paid
-- when these were over (the landmark) and were free to. Only the last are compared: use that is
-- counted before the landmark cannot follow from paying after it. Their last weeks judge the model.

with paths as (
    select *
    from {{ ref('int_plg_paths') }} as every_path
    where {{ is_on_path('every_path') }} and rule_version = {{ plg_version() }}
),

calendar as (
    select date_day, week_start_on from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

landmarks as (
    select
        paths.user_id,
        paths.signed_up_on,
        calendar.week_start_on,
        {{ add_days('paths.signed_up_on', days) }} as landmark_on,
        case
            when paths.paid_on < {{ add_days('paths.signed_up_on', var('plg_paid_days')) }}
                then paths.paid_on
        end as paid_on,
        {{ is_use_known('paths.signed_up_on', days, 'feed') }} as is_use_known
    from paths
    inner join calendar on paths.signed_up_on = calendar.date_day
    cross join clock
    cross join feed
    where {{ add_days('paths.signed_up_on', var('plg_paid_days')) }} <= clock.as_of_on
),

stated as (
    select
        *,
        case
            when not is_use_known then 'unknown_use'
            when paid_on < landmark_on then 'paid_before'
            else 'at_risk'
        end as case_state
    from landmarks
),

numbered as (
    select
        *,
        row_number() over (
            partition by case_state order by signed_up_on asc nulls last, user_id asc nulls last
        ) as case_number,
        dense_rank() over (
            partition by case_state order by week_start_on asc nulls last
        ) as week_number
    from stated
),

counted as (
    select *, max(week_number) over (partition by case_state) as weeks
    from numbered
),

final as (
    select
        user_id,
        cast(case_number as bigint) as case_number,
        signed_up_on,
        week_start_on,
        landmark_on,
        case_state,
        case_state = 'at_risk' and paid_on is not null as is_converted,
        case_state = 'at_risk'
        and week_number > weeks - weeks * {{ as_decimal(var('drivers_held_out_share')) }}
            as is_held_out
    from counted
)

select * from final
