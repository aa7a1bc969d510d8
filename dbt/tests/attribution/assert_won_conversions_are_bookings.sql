-- A returned row means that what was won in the CRM up to tonight is not what core.conversions has.
with conversions as (
    select count(*) as won, coalesce(sum(value), 0) as value
    from {{ ref('conversions') }}
    where conversion_type = 'won'
),

opportunities as (
    select count(*) as won, coalesce(sum(amount), 0) as value
    from {{ ref('opportunities') }}
    cross join {{ ref('int_clock') }} as clock
    where is_won and closed_on <= clock.as_of_on
)

select conversions.won, conversions.value, opportunities.won as deals, opportunities.value as amount
from conversions
cross join opportunities
where conversions.won <> opportunities.won or conversions.value <> opportunities.value
