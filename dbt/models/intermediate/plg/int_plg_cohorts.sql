-- Sign-ups by the week they fell into, each in its segment and in (all). On the path to payment are
-- those that opened an account which did not pay yet; the others joined one, or were sold before.

with paths as (
    select * from {{ ref('int_plg_paths') }}
),

calendar as (
    select date_day, week_start_on, week_end_on from {{ ref('dim_date') }}
),

scoped as (
    select *, segment as row_segment from paths
    union all
    select *, '(all)' as row_segment from paths
),

final as (
    select
        calendar.week_start_on,
        calendar.week_end_on,
        scoped.row_segment as segment,
        scoped.rule_version,
        scoped.user_id,
        scoped.account_id,
        scoped.signed_up_on,
        scoped.is_opener,
        {{ is_on_path('scoped') }} as is_on_path,
        scoped.activated_on,
        scoped.first_value_on,
        scoped.pql_on,
        case
            when scoped.trial_on
                < {{ add_days('scoped.signed_up_on', var('plg_paid_days')) }}
                then scoped.trial_on
        end as trial_on,
        case
            when scoped.paid_on < {{ add_days('scoped.signed_up_on', var('plg_paid_days')) }}
                then scoped.paid_on
        end as paid_on
    from scoped
    inner join calendar on scoped.signed_up_on = calendar.date_day
)

select * from final
