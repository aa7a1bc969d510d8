{# Every rate as units of the reporting currency for one unit of `currency`, on the day it was
   quoted: direct, turned round, or crossed through a third currency quoted on the same day. #}
{%- set home = var('reporting_currency') %}
with sheet as (
    select * from {{ ref('stg_generic__fx_rates') }}
),

pairs as (
    select
        least(from_currency, to_currency) as one_currency,
        greatest(from_currency, to_currency) as other_currency
    from sheet
    group by least(from_currency, to_currency), greatest(from_currency, to_currency)
),

-- The sheet's word counts; what it never quotes is taken from the CRM's own rates.
rates as (
    select source_relation, date_day, from_currency, to_currency, rate
    from sheet
    union all
    select
        dated.source_relation, dated.date_day, dated.from_currency, dated.to_currency, dated.rate
    from {{ ref('int_dated_rates') }} as dated
    left join pairs
        on
            least(dated.from_currency, dated.to_currency) = pairs.one_currency
            and greatest(dated.from_currency, dated.to_currency) = pairs.other_currency
    where pairs.one_currency is null
),

-- Connections share one rate table: the first by name wins. A rate of nothing is no rate.
direct as (
    select
        date_day,
        from_currency,
        to_currency,
        rate
    from (
        select
            date_day,
            from_currency,
            to_currency,
            try_cast(rate as decimal(19, 12)) as rate,
            row_number() over (
                partition by date_day, from_currency, to_currency
                order by source_relation asc nulls last
            ) as choice
        from rates
        where rate > 0 and from_currency <> to_currency
    ) as ranked
    where choice = 1 and rate > 0
),

both_ways as (
    select date_day, from_currency, to_currency, rate, 1 as hops
    from direct
    union all
    select date_day, to_currency, from_currency, {{ inverse_rate('rate') }}, 2
    from direct
),

legs as (
    select date_day, from_currency, to_currency, rate, hops
    from (
        select
            *,
            row_number() over (
                partition by date_day, from_currency, to_currency order by hops asc nulls last
            ) as choice
        from both_ways
    ) as ranked
    where choice = 1 and rate > 0
),

home_legs as (
    select * from legs where to_currency = '{{ home }}'
),

to_home as (
    select date_day, from_currency as currency, rate, hops, '' as through
    from home_legs
    union all
    select
        legs.date_day,
        legs.from_currency,
        try_cast(legs.rate * home_legs.rate as decimal(19, 12)),
        3,
        legs.to_currency
    from legs
    inner join home_legs
        on legs.date_day = home_legs.date_day and legs.to_currency = home_legs.from_currency
    where legs.from_currency <> '{{ home }}'
),

final as (
    select date_day as fx_date, currency, rate as fx_rate
    from (
        select
            *,
            row_number() over (
                partition by date_day, currency order by hops asc nulls last, through asc nulls last
            ) as choice
        from to_home
        where rate > 0
    ) as ranked
    where choice = 1
)

select * from final
