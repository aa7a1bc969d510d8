-- U8. A returned row is a measure whose total, by day of the touch or of the conversion, is not that of its source, or a day
-- whose orders and bookings by conversion are not what core.conversions sold less what it paid back on that day.
-- Amounts are compared where all of them are known: an unknown one makes its row unknown, not the others. Sign-ups from
-- before the first event make plg_path unknown for their week, but who is known to be qualified still converted.
{%- set types = {
    'consideration': {'leads': 'lead', 'mqls': 'mql', 'trials': 'trial', 'pqls': 'pql'},
    'conversion': {'sqls': 'sql', 'opps': 'opportunity', 'won': 'won', 'orders': 'order', 'trials': 'trial'},
} %}
with clock as (
    select * from {{ ref('int_clock') }}
),

wanted as (
    {%- for mart, measures in types.items() %}{% for measure, type in measures.items() %}
    select '{{ mart }}' as mart, '{{ measure }}' as measure, cast(count(*) as decimal(18, 6)) as total
    from {{ ref('conversions') }} where conversion_type = '{{ type }}'
    union all
    {%- endfor %}{% endfor %}
    select 'conversion', case when is_decided = 1 then 'lost' else 'no_decision' end, cast(sum(is_counted) as decimal(18, 6))
    from (
        select
            deals.outcome, kinds.is_decided,
            case when deals.outcome = case when kinds.is_decided = 1 then 'lost' else 'no_decision' end
                and deals.closed_on <= clock.as_of_on then 1 else 0 end as is_counted
        from {{ ref('opportunities') }} as deals
        cross join clock
        cross join {{ number_rows('is_decided', [0, 1]) }} as kinds
    ) as closed
    group by is_decided
    union all
    select 'conversion', 'bookings', coalesce(sum(case when sales.has_amount then conversions.value end), 0)
    from {{ ref('conversions') }} as conversions
    inner join {{ ref('int_sales') }} as sales on conversions.conversion_id = sales.conversion_id
    having count(case when sales.has_amount and conversions.value is null then 1 end) = 0
    union all
    select 'consideration', 'pqls', cast(coalesce(sum(coalesce(path.pqls, cohorts.pqls)), 0) as decimal(18, 6))
    from {{ ref('plg_path') }} as path
    left join (
        select week_start_on, {{ count_if('is_on_path and pql_on is not null') }} as pqls
        from {{ ref('int_plg_cohorts') }}
        where segment = '(all)' and rule_version = {{ plg_version() }}
        group by week_start_on
    ) as cohorts
        on path.week_start_on = cohorts.week_start_on
    where path.segment = '(all)' and path.rule_version = {{ plg_version() }}
    union all
    select 'consideration', 'email_delivered', coalesce(sum(delivered), 0) from {{ ref('email_campaigns') }}
    {%- for mart in types %}
    union all
    select '{{ mart }}', 'cost', coalesce(sum(costs.amount), 0)
    from {{ ref('marketing_costs') }} as costs
    cross join clock
    where
        costs.date_day <= clock.as_of_on
        and costs.cost_type in {{ sql_list(cost_bases()[var('messaging_cost_basis')]) }}
    having count(*) = count(costs.amount)
    {%- endfor %}
),

found as (
    {%- for mart, measures in types.items() %}
    {%- set is_last = loop.last %}
    {%- for measure in (measures | list) + (['lost', 'no_decision', 'bookings', 'cost'] if mart == 'conversion' else ['email_delivered', 'cost']) %}
    select '{{ mart }}' as mart, '{{ measure }}' as measure, date_basis, coalesce(sum({{ measure }}), 0) as total
    from {{ ref(mart) }}
    where content = '(all)' {{- " and segment = '(all)'" if mart == 'conversion' }}
    group by date_basis
    {%- if not (loop.last and is_last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

sold as (
    select
        conversions.date_day,
        count(case when conversions.conversion_type = 'order' then 1 end) as orders,
        coalesce(sum(case when sales.has_amount then conversions.value end), 0) as bookings,
        count(case when sales.has_amount and conversions.value is null then 1 end) as unknown
    from {{ ref('conversions') }} as conversions
    inner join {{ ref('int_sales') }} as sales on conversions.conversion_id = sales.conversion_id
    group by conversions.date_day
),

booked as (
    select date_day, sum(orders) as orders, sum(bookings) as bookings, count(*) - count(bookings) as unknown
    from {{ ref('conversion') }}
    where date_basis = 'conversion' and content = '(all)' and segment = '(all)'
    group by date_day
),

daily as (
    select
        coalesce(sold.date_day, booked.date_day) as date_day, coalesce(sold.orders, 0) as orders_wanted,
        coalesce(booked.orders, 0) as orders_found, coalesce(sold.bookings, 0) as wanted, coalesce(booked.bookings, 0) as found,
        coalesce(sold.unknown, 0) + coalesce(booked.unknown, 0) as unknown
    from sold
    full outer join booked on sold.date_day = booked.date_day
)

select wanted.mart, wanted.measure, bases.date_basis, wanted.total as wanted, found.total as found
from wanted
cross join {{ name_rows('date_basis', ['touch', 'conversion']) }} as bases
left join found
    on wanted.mart = found.mart and wanted.measure = found.measure and bases.date_basis = found.date_basis
where coalesce(found.total, 0) <> wanted.total
union all
select 'conversion', 'bookings of ' || cast(date_day as string), 'conversion', wanted, found
from daily
where unknown = 0 and wanted <> found
union all
select 'conversion', 'orders of ' || cast(date_day as string), 'conversion', orders_wanted, orders_found
from daily
where orders_wanted <> orders_found
