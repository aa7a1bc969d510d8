with person_periods as (
    select * from {{ ref('int_person_periods') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select 'week' as period_type, week_start_on as period_on from {{ ref('dim_date') }}
    group by week_start_on
    union all
    select 'month' as period_type, month_start_on as period_on from {{ ref('dim_date') }}
    group by month_start_on
),

neighbours as (
    select
        period_type,
        scope,
        account_id,
        period_on,
        {{ next_period('period_type', 'period_on') }} as following_on,
        lag(period_on) over (
            partition by period_type, scope, account_id, person_key order by period_on asc nulls last
        ) as previous_on,
        lead(period_on) over (
            partition by period_type, scope, account_id, person_key order by period_on asc nulls last
        ) as next_on
    from person_periods
),

movements as (
    select
        period_type, scope, account_id, period_on,
        1 as active,
        case when previous_on is null then 1 else 0 end as new,
        case when {{ next_period('period_type', 'previous_on') }} = period_on then 1 else 0 end as retained,
        case when {{ next_period('period_type', 'previous_on') }} < period_on then 1 else 0 end as resurrected,
        0 as churned
    from neighbours
    union all
    select
        period_type, scope, account_id, following_on as period_on,
        0 as active, 0 as new, 0 as retained, 0 as resurrected, 1 as churned
    from neighbours
    where next_on is null or next_on > following_on
),

totals as (
    select
        period_type, scope, account_id, period_on,
        cast(sum(active) as bigint) as active,
        cast(sum(new) as bigint) as new,
        cast(sum(retained) as bigint) as retained,
        cast(sum(resurrected) as bigint) as resurrected,
        cast(sum(churned) as bigint) as churned
    from movements
    group by period_type, scope, account_id, period_on
),

lives as (
    select period_type, scope, account_id, min(period_on) as first_period_on
    from totals
    group by period_type, scope, account_id
),

spine as (
    select lives.period_type, lives.scope, lives.account_id, calendar.period_on, clock.as_of_on
    from lives
    cross join clock
    inner join calendar
        on lives.period_type = calendar.period_type
        and calendar.period_on >= lives.first_period_on
        and calendar.period_on <= clock.as_of_on
),

counted as (
    select
        spine.period_type, spine.scope, spine.account_id, spine.period_on, spine.as_of_on,
        {%- for column in ['active', 'new', 'retained', 'resurrected', 'churned'] %}
        coalesce(totals.{{ column }}, 0) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from spine
    left join totals
        on spine.period_type = totals.period_type
        and spine.scope = totals.scope
        and coalesce(spine.account_id, '') = coalesce(totals.account_id, '')
        and spine.period_on = totals.period_on
),

final as (
    select
        period_type,
        scope,
        account_id,
        period_on,
        active,
        new,
        retained,
        resurrected,
        churned,
        cast(coalesce(lag(active) over (
            partition by period_type, scope, account_id order by period_on asc nulls last
        ), 0) as bigint) as prior_active,
        new + resurrected as gained,
        {{ ratio('new + resurrected', 'churned') }} as quick_ratio,
        active < {{ var('low_sample_size') }} as is_low_sample,
        {{ next_period('period_type', 'period_on') }} <= as_of_on as is_complete
    from counted
)

select * from final
