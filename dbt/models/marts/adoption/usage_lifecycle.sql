{%- set counts = ['active', 'new', 'retained', 'resurrected', 'churned', 'prior_active'] -%}
with person_periods as (
    select * from {{ ref('int_person_periods') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

calendar as (
    select 'week' as period_type, week_start_on as period_on from {{ ref('dim_date') }}
    group by week_start_on
    union all
    select 'month' as period_type, month_start_on as period_on from {{ ref('dim_date') }}
    group by month_start_on
),

actives as (
    select
        period_type, scope, account_id, period_on,
        cast(count(*) as bigint) as active,
        cast(sum(case when is_retained then 1 else 0 end) as bigint) as retained
    from person_periods
    group by period_type, scope, account_id, period_on
),

firsts as (
    select period_type, scope, account_id, period_on, cast(count(*) as bigint) as new
    from (
        select period_type, scope, account_id, person_key, min(period_on) as period_on
        from person_periods
        group by period_type, scope, account_id, person_key
    ) as people
    group by period_type, scope, account_id, period_on
),

lives as (
    select period_type, scope, account_id, min(period_on) as first_period_on
    from actives
    group by period_type, scope, account_id
),

spine as (
    select
        lives.period_type, lives.scope, lives.account_id, calendar.period_on,
        feed.known_until_on, feed.loaded_until
    from lives
    cross join clock
    cross join feed
    inner join calendar
        on lives.period_type = calendar.period_type
        and calendar.period_on >= lives.first_period_on
        and calendar.period_on <= clock.as_of_on
),

counted as (
    select
        spine.period_type, spine.scope, spine.account_id, spine.period_on,
        spine.known_until_on, spine.loaded_until,
        coalesce(actives.active, 0) as active,
        coalesce(actives.retained, 0) as retained,
        coalesce(firsts.new, 0) as new
    from spine
    left join actives
        on spine.period_type = actives.period_type
        and spine.scope = actives.scope
        and coalesce(spine.account_id, '') = coalesce(actives.account_id, '')
        and spine.period_on = actives.period_on
    left join firsts
        on spine.period_type = firsts.period_type
        and spine.scope = firsts.scope
        and coalesce(spine.account_id, '') = coalesce(firsts.account_id, '')
        and spine.period_on = firsts.period_on
),

followed as (
    select
        *,
        cast(coalesce(lag(active) over (
            partition by period_type, scope, account_id order by period_on asc nulls last
        ), 0) as bigint) as prior_active
    from counted
),

-- Whoever is neither new nor was there the period before has come back; whoever was and is not has
-- left.
moved as (
    select
        *,
        active - new - retained as resurrected,
        prior_active - retained as churned
    from followed
),

-- A period of which no day has been loaded is unknown: nobody has left in it.
known as (
    select
        period_type, scope, account_id, period_on, known_until_on
        {%- for count in counts %},
        case when period_on <= loaded_until then {{ count }} end as {{ count }}
        {%- endfor %}
    from moved
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
        prior_active,
        new + resurrected as gained,
        {{ ratio('new + resurrected', 'churned') }} as quick_ratio,
        coalesce(active, 0) < {{ var('low_sample_size') }} as is_low_sample,
        {{ next_period('period_type', 'period_on') }} <= known_until_on as is_complete
    from known
)

select * from final
