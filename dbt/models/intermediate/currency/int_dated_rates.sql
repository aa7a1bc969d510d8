{# Rates that Salesforce keeps by hand, on every day they hold, from the first opportunity to
   tonight: units of a currency for one of the corporate currency, the one whose own rate is 1. #}
with rates as (
    select * from {{ ref('stg_salesforce__dated_conversion_rate') }}
    where exclusion_reason is null and conversion_rate > 0
),

clock as (
    select * from {{ ref('int_clock') }}
),

corporate as (
    select source_relation, min(currency) as currency
    from rates
    where conversion_rate = 1
    group by source_relation
    having min(currency) = max(currency)
),

first_days as (
    select
        source_relation,
        min(least(cast(created_at as date), coalesce(close_on, cast(created_at as date))))
            as first_day
    from {{ ref('stg_salesforce__opportunity') }}
    group by source_relation
),

all_days as (
    select date_day
    from {{ day_series("date '1990-01-01'", "date '2060-12-31'") }} as days
),

final as (
    select
        rates.source_relation,
        all_days.date_day,
        coalesce(corporate.currency, '{{ crm_home_currency() }}') as from_currency,
        rates.currency as to_currency,
        rates.conversion_rate as rate
    from rates
    inner join first_days
        on rates.source_relation = first_days.source_relation
    cross join clock
    inner join all_days
        on
            all_days.date_day >= rates.starts_on
            and all_days.date_day >= first_days.first_day
            and all_days.date_day <= clock.as_of_on
            and (rates.next_starts_on is null or all_days.date_day < rates.next_starts_on)
    left join corporate
        on rates.source_relation = corporate.source_relation
)

select * from final
