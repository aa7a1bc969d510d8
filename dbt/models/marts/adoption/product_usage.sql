{%- set trailing = "rows between " ~ (var('mau_days') - 1) ~ " preceding and current row" -%}
with activity as (
    select * from {{ ref('int_account_activity') }}
),

calendar as (
    select date_day, is_weekend from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

lives as (
    select
        account_id,
        min(case when events > 0 then date_day end) as first_day,
        max(case when events > 0 and date_day <= clock.as_of_on then date_day end) as last_event_day
    from activity
    cross join clock
    group by account_id
),

-- Every day of the account's life up to yesterday, and today once it has events.
spine as (
    select
        lives.account_id, calendar.date_day, calendar.is_weekend,
        feed.known_until_on, feed.loaded_until
    from lives
    cross join clock
    cross join feed
    inner join calendar
        on calendar.date_day >= lives.first_day
        and (
            calendar.date_day < clock.as_of_on
            or (calendar.date_day = clock.as_of_on and lives.last_event_day = clock.as_of_on)
        )
),

daily as (
    select
        spine.account_id,
        spine.date_day,
        spine.is_weekend,
        spine.date_day < spine.known_until_on as is_complete,
        spine.date_day <= spine.loaded_until as is_loaded,
        coalesce(activity.events, 0) as events,
        coalesce(activity.meaningful_events, 0) as meaningful_events,
        coalesce(activity.dau, 0) as dau,
        sum(coalesce(activity.wau_change, 0)) over (
            partition by spine.account_id order by spine.date_day asc nulls last
            rows between unbounded preceding and current row
        ) as wau,
        sum(coalesce(activity.mau_change, 0)) over (
            partition by spine.account_id order by spine.date_day asc nulls last
            rows between unbounded preceding and current row
        ) as mau
    from spine
    left join activity
        on spine.account_id = activity.account_id and spine.date_day = activity.date_day
),

summed as (
    select
        *,
        sum(dau) over (
            partition by account_id order by date_day asc nulls last {{ trailing }}
        ) as dau_sum,
        sum(mau) over (
            partition by account_id order by date_day asc nulls last {{ trailing }}
        ) as mau_sum,
        sum(case when is_weekend then 0 else dau end) over (
            partition by account_id order by date_day asc nulls last {{ trailing }}
        ) as workday_dau_sum,
        sum(case when is_weekend then 0 else mau end) over (
            partition by account_id order by date_day asc nulls last {{ trailing }}
        ) as workday_mau_sum
    from daily
),

-- A day that no source has loaded yet is unknown, not zero.
final as (
    select
        account_id,
        date_day,
        {%- for column in [
            'events', 'meaningful_events', 'dau', 'wau', 'mau',
            'dau_sum', 'mau_sum', 'workday_dau_sum', 'workday_mau_sum',
        ] %}
        cast(case when is_loaded then {{ column }} end as bigint) as {{ column }},
        {%- endfor %}
        case when is_loaded then {{ ratio('dau_sum', 'mau_sum') }} end as stickiness,
        case when is_loaded then {{ ratio('workday_dau_sum', 'workday_mau_sum') }} end
            as workday_stickiness,
        coalesce(case when is_loaded then mau end, 0) < {{ var('low_sample_size') }}
            as is_low_sample,
        is_complete
    from summed
)

select * from final
