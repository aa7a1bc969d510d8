-- U8. Each returned row is a journey, model, conversion type and day of the conversion (of a refund, the day it was paid back)
-- whose credits do not add up to all conversions of the day and all their value.
with bookings as (
    select
        conversion_type, date_day, count(*) as conversions, coalesce(sum(value), 0) as value,
        coalesce(sum(gross_profit), 0) as gross_profit
    from {{ ref('conversions') }}
    group by conversion_type, date_day
),

credited as (
    select
        journey, model, conversion_type, conversion_day, sum(weight) as weight, coalesce(sum(value), 0) as value,
        coalesce(sum(gross_profit), 0) as gross_profit
    from {{ ref('attribution_credits') }}
    group by journey, model, conversion_type, conversion_day
)

select
    bookings.conversion_type, bookings.date_day, journeys.journey, models.model, bookings.value,
    credited.value as credited
from bookings
cross join {{ name_rows('journey', var('attribution_journeys')) }} as journeys
cross join {{ name_rows('model', var('attribution_models')) }} as models
left join credited
    on
        bookings.conversion_type = credited.conversion_type
        and bookings.date_day = credited.conversion_day
        and journeys.journey = credited.journey
        and models.model = credited.model
where
    credited.model is null
    or bookings.conversions <> credited.weight
    or bookings.value <> credited.value
    or bookings.gross_profit <> credited.gross_profit
