-- Each returned row is a journey, model and conversion type whose credits do not add up to all
-- conversions and all their value.
with bookings as (
    select
        conversion_type, count(*) as conversions, coalesce(sum(value), 0) as value,
        coalesce(sum(gross_profit), 0) as gross_profit
    from {{ ref('conversions') }}
    group by conversion_type
),

credited as (
    select
        journey, model, conversion_type, sum(weight) as weight, coalesce(sum(value), 0) as value,
        coalesce(sum(gross_profit), 0) as gross_profit
    from {{ ref('attribution_credits') }}
    group by journey, model, conversion_type
)

select bookings.conversion_type, journeys.journey, models.model, bookings.value, credited.value as credited
from bookings
cross join {{ name_rows('journey', var('attribution_journeys')) }} as journeys
cross join {{ name_rows('model', var('attribution_models')) }} as models
left join credited
    on
        bookings.conversion_type = credited.conversion_type
        and journeys.journey = credited.journey
        and models.model = credited.model
where
    credited.model is null
    or bookings.conversions <> credited.weight
    or bookings.value <> credited.value
    or bookings.gross_profit <> credited.gross_profit
