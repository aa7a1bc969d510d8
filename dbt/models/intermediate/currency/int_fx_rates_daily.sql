{# currency x day -> the last known rate to the reporting currency, not older than the allowed
   staleness. #}
{%- set stale = var('fx_max_staleness_days') | int %}
with quotes as (
    select * from {{ ref('int_fx_quotes') }}
),

spans as (
    select
        currency,
        fx_rate,
        fx_date,
        lead(fx_date) over (partition by currency order by fx_date asc nulls last) as next_fx_date
    from quotes
),

offsets as (
    select {{ days_between("date '2000-01-01'", 'date_day') }} as age
    from {{ day_series("date '2000-01-01'", add_days("date '2000-01-01'", stale)) }} as days
),

home_days as (
    select date_day
    from {{ day_series("date '1990-01-01'", "date '2060-12-31'") }} as days
),

final as (
    select
        spans.currency,
        {{ add_days('spans.fx_date', 'offsets.age') }} as date_day,
        spans.fx_rate,
        spans.fx_date
    from spans
    cross join offsets
    where
        spans.next_fx_date is null
        or {{ add_days('spans.fx_date', 'offsets.age') }} < spans.next_fx_date
    union all
    select
        cast('{{ var("reporting_currency") }}' as string),
        date_day,
        cast(1 as decimal(19, 12)),
        date_day
    from home_days
)

select * from final
