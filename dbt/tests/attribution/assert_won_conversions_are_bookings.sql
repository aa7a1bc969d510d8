-- U8. A returned row is a day on which core.conversions has not what was won, ordered and paid back up to tonight, in number and
-- to the cent: deals on their close date, orders on the day of their first line, each refund on the day it was paid back.
with lines as (
    select * from {{ ref('int_customer_revenue') }} where revenue_source = 'order'
),

sold as (
    select 'won' as conversion_type, closed_on as date_day, amount as value, cast(null as decimal(18, 6)) as gross_profit
    from {{ ref('opportunities') }}
    cross join {{ ref('int_clock') }} as clock
    where is_won and closed_on <= clock.as_of_on
    union all
    select 'order', min(occurred_on), {{ whole_sum('revenue') }}, {{ whole_sum('gross_profit') }}
    from lines
    where not is_refund
    group by source_relation, revenue_id
    union all
    select 'refund', occurred_on, revenue, gross_profit
    from lines
    where is_refund
),

wanted as (
    select
        conversion_type, date_day, count(*) as conversions, count(value) as valued, coalesce(sum(value), 0) as value,
        coalesce(sum(gross_profit), 0) as gross_profit
    from sold
    group by conversion_type, date_day
),

found as (
    select
        conversion_type, date_day, count(*) as conversions, count(value) as valued, coalesce(sum(value), 0) as value,
        coalesce(sum(case when conversion_type <> 'won' then gross_profit end), 0) as gross_profit
    from {{ ref('conversions') }}
    where conversion_type in ('won', 'order', 'refund')
    group by conversion_type, date_day
)

select
    coalesce(wanted.conversion_type, found.conversion_type) as conversion_type,
    coalesce(wanted.date_day, found.date_day) as date_day,
    wanted.conversions as wanted, found.conversions, wanted.value as wanted_value, found.value,
    wanted.gross_profit as wanted_profit, found.gross_profit
from wanted
full outer join found
    on wanted.conversion_type = found.conversion_type and wanted.date_day = found.date_day
where
    wanted.date_day is null
    or found.date_day is null
    or wanted.conversions <> found.conversions
    or wanted.valued <> found.valued
    or wanted.value <> found.value
    or wanted.gross_profit <> found.gross_profit
