{%- set trailing = "rows between " ~ (var('mau_days') - 1) ~ " preceding and current row" -%}
{%- set counts = [
    'dau', 'wau', 'mau', 'dau_sum', 'mau_sum', 'workday_dau_sum', 'workday_mau_sum',
] -%}
with activity as (
    select * from {{ ref('int_surface_activity') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

lives as (
    select surface, min(date_day) as first_day from activity group by surface
),

daily as (
    select
        lives.surface,
        calendar.date_day,
        calendar.is_weekend,
        calendar.date_day < feed.known_until_on as is_complete,
        coalesce(activity.dau, 0) as dau_today
        {%- for measure in ['wau', 'mau'] %},
        sum(coalesce(activity.{{ measure }}_change, 0)) over (
            partition by lives.surface order by calendar.date_day asc nulls last
            rows between unbounded preceding and current row
        ) as {{ measure }}_today
        {%- endfor %}
    from lives
    cross join clock
    cross join feed
    inner join {{ ref('dim_date') }} as calendar
        on calendar.date_day >= lives.first_day and calendar.date_day < clock.as_of_on
    left join activity
        on lives.surface = activity.surface and calendar.date_day = activity.date_day
),

summed as (
    select
        surface, date_day, is_complete, dau_today, wau_today, mau_today
        {%- for prefix, condition in {'': 'true', 'workday_': 'not is_weekend'}.items() %}
        {%- for measure in ['dau', 'mau'] %},
        sum(case when {{ condition }} then {{ measure }}_today else 0 end) over (
            partition by surface order by date_day asc nulls last {{ trailing }}
        ) as {{ prefix }}{{ measure }}_sum_today
        {%- endfor %}
        {%- endfor %}
    from daily
),

-- A day that no source has loaded yet is unknown, not zero.
known as (
    select
        surface, date_day, is_complete
        {%- for count in counts %},
        cast(case when is_complete then {{ count }}_today end as bigint) as {{ count }}
        {%- endfor %}
    from summed
),

final as (
    select
        known.date_day,
        known.surface,
        known.dau,
        known.wau,
        known.mau,
        known.dau_sum,
        known.mau_sum,
        known.workday_dau_sum,
        known.workday_mau_sum,
        {{ ratio('known.dau_sum', 'known.mau_sum') }} as stickiness,
        {{ ratio('known.workday_dau_sum', 'known.workday_mau_sum') }} as workday_stickiness,
        whole.mau as all_mau,
        {{ ratio('known.mau', 'whole.mau') }} as mau_share,
        coalesce(known.mau, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        known.is_complete
    from known
    left join known as whole on known.date_day = whole.date_day and whole.surface = 'all'
)

select * from final
