{%- set outcomes = mix_outcomes() -%}
with revenue as (
    select * from {{ ref('int_customer_revenue') }}
),

signups as (
    select * from {{ ref('int_signups') }}
),

awareness as (
    select * from {{ ref('brand_awareness') }}
),

dates as (
    select * from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

customers as (
    select min(occurred_on) as first_on
    from revenue
    where customer_id is not null and not is_refund
    group by customer_kind, customer_id
),

-- What each outcome is made of; amounts of money nobody entered count nowhere.
facts as (
    select
        'new_customers' as outcome, first_on as date_day,
        cast(null as decimal(18, 6)) as amount, cast(null as decimal(18, 6)) as amount_original
    from customers
    union all
    select 'revenue', occurred_on, revenue, revenue_original
    from revenue
    union all
    select
        'sign_ups', signed_up_on, cast(null as decimal(18, 6)), cast(null as decimal(18, 6))
    from signups
),

-- An outcome is known from the first week that lies wholly in its history.
spans as (
    select outcome, min(date_day) as first_day
    from facts
    group by outcome
),

known as (
    select
        {%- for outcome in outcomes %}
        min(case when outcome = '{{ outcome }}' then first_day end) as {{ outcome }}_from
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from spans
),

summed as (
    select
        dates.week_start_on,
        {{ count_if("facts.outcome = 'new_customers'") }} as new_customers,
        {{ complete_sum('facts.amount', 'facts.amount_original', "facts.outcome = 'revenue'") }}
            as revenue,
        {{ count_if("facts.outcome = 'revenue'") }} as payments,
        {{ count_if("facts.outcome = 'sign_ups'") }} as sign_ups
    from facts
    inner join dates on facts.date_day = dates.date_day
    group by dates.week_start_on
),

weeks as (
    select
        dates.week_start_on,
        dates.week_end_on,
        {{ is_week_mature('dates.week_end_on') }} as is_mature,
        known.*
    from dates
    cross join clock
    cross join known
    where
        dates.date_day = dates.week_end_on
        and dates.week_end_on < clock.as_of_on
        and dates.week_start_on >= least({{ outcomes | join('_from, ') }}_from)
),

final as (
    select
        weeks.week_start_on,
        weeks.week_end_on,
        '(all)' as geo,
        case
            when weeks.week_start_on >= weeks.new_customers_from
                then coalesce(summed.new_customers, 0)
        end as new_customers,
        case
            when weeks.week_start_on < weeks.revenue_from or weeks.revenue_from is null then null
            when coalesce(summed.payments, 0) = 0 then {{ as_decimal(0) }}
            else summed.revenue
        end as revenue,
        '{{ var("reporting_currency") }}' as currency,
        case
            when weeks.week_start_on >= weeks.sign_ups_from then coalesce(summed.sign_ups, 0)
        end as sign_ups,
        awareness.branded_clicks,
        awareness.awareness_index,
        awareness.components_used,
        weeks.is_mature
    from weeks
    left join summed on weeks.week_start_on = summed.week_start_on
    left join awareness on weeks.week_start_on = awareness.week_start_on
)

select * from final
