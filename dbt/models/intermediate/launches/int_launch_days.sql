{%- set counts = [
    'new_signups', 'activated_d7', 'pqls', 'new_customers', 'sales_assisted_customers',
] %}
-- What happened on every day around a launch that is over, per launch and segment: 28 days before
-- to 90 after. Cost names no segment: it stands beside all segments together only. New recurring
-- revenue is everybody's that began; what shall pay back the cost of new customers is theirs alone.

with launches as (
    select * from {{ ref('int_launches') }}
),

segments as (
    select * from {{ ref('int_launch_segments') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

customers as (
    select * from {{ ref('int_new_customers') }}
),

happened as (
    select
        signed_up_on as date_day, segment, 1 as new_signups,
        case when activated_on < {{ add_days('signed_up_on', 7) }} then 1 else 0 end
            as activated_d7,
        case when {{ is_on_path('paths') }} and pql_on is not null then 1 else 0 end as pqls,
        0 as new_customers, 0 as sales_assisted_customers,
        {{ as_decimal(0) }} as new_mrr
    from {{ ref('int_plg_paths') }} as paths
    where rule_version = {{ plg_version() }}
    union all
    select
        first_paid_on, segment, 0, 0, 0, 1, case when is_sales_assisted then 1 else 0 end,
        {{ as_decimal(0) }}
    from customers
    union all
    select first_subscribed_on, segment, 0, 0, 0, 0, 0, new_mrr
    from customers
    where first_subscribed_on is not null
),

daily as (
    select
        date_day,
        segment,
        {%- for column in counts %}
        cast(sum({{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        {{ known_sum('new_mrr', 'true') }} as new_mrr
    from happened
    group by date_day, segment
),

-- Who paid before the launch was no cost of it; before its first day, before it was watched.
begun as (
    select
        launches.launch_key,
        customers.first_subscribed_on as date_day,
        customers.segment,
        {{ known_sum('customers.new_monthly_gross_profit', 'true') }} as new_monthly_gross_profit
    from launches
    inner join customers
        on
            customers.first_subscribed_on <= launches.watched_to
            and customers.first_paid_on >= case
                when customers.first_subscribed_on < launches.launched_on
                    then launches.watched_from
                else launches.launched_on
            end
    group by launches.launch_key, customers.first_subscribed_on, customers.segment
),

costs as (
    select
        costs.date_day,
        case
            when count(case when costs.amount is null or not costs.is_complete then 1 end) = 0
                then {{ as_decimal('sum(costs.amount)') }}
        end as spend
    from {{ ref('marketing_costs') }} as costs
    where costs.cost_type in {{ sql_list(cost_bases()[var('launch_cost_basis')]) }}
    group by costs.date_day
),

spine as (
    select
        launches.launch_key,
        calendar.date_day,
        cast({{ days_between('launches.launched_on', 'calendar.date_day') }} as bigint)
            as day_offset,
        case when costs.date_day is null then {{ as_decimal(0) }} else costs.spend end as spend,
        case when earlier.date_day is null then {{ as_decimal(0) }} else earlier.spend end
            as cac_spend
    from launches
    cross join clock
    inner join {{ ref('int_calendar') }} as calendar
        on
            calendar.date_day >= launches.watched_from
            and calendar.date_day <= launches.watched_to
            and calendar.date_day < clock.as_of_on
    left join costs on calendar.date_day = costs.date_day
    left join costs as earlier
        on {{ add_days('calendar.date_day', -(var('launch_cac_lag_days') | int)) }}
            = earlier.date_day
),

final as (
    select
        spine.launch_key,
        segments.segment,
        spine.date_day,
        spine.day_offset,
        min(case when segments.is_targeted then 1 else 0 end) = 1 as is_targeted,
        {%- for column in counts %}
        cast(coalesce(sum(daily.{{ column }}), 0) as bigint) as {{ column }},
        {%- endfor %}
        {{ known_sum('daily.new_mrr', 'daily.date_day is not null') }} as new_mrr,
        {{ known_sum('begun.new_monthly_gross_profit', 'begun.date_day is not null') }}
            as new_monthly_gross_profit,
        {%- for column in ['spend', 'cac_spend'] %}
        case
            when
                segments.segment = '(all)'
                or (segments.segment = '(targeted)' and launches.is_for_everyone)
                then min(spine.{{ column }})
        end as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from spine
    inner join launches on spine.launch_key = launches.launch_key
    inner join segments on spine.launch_key = segments.launch_key
    left join daily
        on spine.date_day = daily.date_day and segments.member = daily.segment
    left join begun
        on
            spine.launch_key = begun.launch_key
            and spine.date_day = begun.date_day
            and segments.member = begun.segment
    group by
        spine.launch_key, segments.segment, spine.date_day, spine.day_offset,
        launches.is_for_everyone
)

select * from final
