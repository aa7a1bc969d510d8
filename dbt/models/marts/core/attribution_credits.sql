-- Numbers stand for conversions where credits are divided: ids are long.
with conversions as (
    select
        *,
        row_number() over (order by conversion_id asc nulls last) as conversion_number
    from {{ ref('conversions') }}
),

weights as (
    select * from {{ ref('int_attribution_weights') }}
),

touches as (
    select * from {{ ref('touchpoints') }}
),

-- A refund is divided by the weights of its order.
expected as (
    select
        conversions.conversion_number,
        coalesce(conversions.credited_as, conversions.conversion_id) as credited_as,
        conversions.value, conversions.gross_profit, journeys.journey, models.model
    from conversions
    cross join {{ name_rows('journey', var('attribution_journeys')) }} as journeys
    cross join {{ name_rows('model', var('attribution_models')) }} as models
),

-- A conversion without a touch that the model would credit is a row of its own, so that every
-- model shows all conversions and all bookings.
weighted as (
    select
        expected.journey,
        expected.conversion_number,
        expected.model,
        weights.touch_id,
        weights.position,
        coalesce(weights.path_length, 0) as path_length,
        cast(
            cast(coalesce(weights.weight_units, 1000000000000) as decimal(13, 0))
            * cast(0.000000000001 as decimal(13, 12)) as decimal(13, 12)
        ) as weight,
        expected.value,
        expected.gross_profit
    from expected
    left join weights
        on
            expected.journey = weights.journey
            and expected.credited_as = weights.conversion_id
            and expected.model = weights.model
),

parts as (
    select
        *,
        {{ largest_remainder('value', 'value') }},
        {{ largest_remainder('gross_profit', 'profit') }}
    from weighted
    where weight < 1 and (value <> 0 or gross_profit <> 0)
),

ranked as (
    select
        *,
        {{ remainder_ranks('value') }},
        {{ remainder_ranks('profit') }}
    from parts
),

-- Most conversions have no money, or one touch that takes it all: nothing to divide.
divided as (
    select
        journey, conversion_number, model, touch_id, position, path_length, weight,
        {{ divided('value', 'value') }} as value,
        {{ divided('gross_profit', 'profit') }} as gross_profit
    from ranked
    union all
    select
        journey, conversion_number, model, touch_id, position, path_length, weight, value,
        gross_profit
    from weighted
    where not (weight < 1 and (coalesce(value, 0) <> 0 or coalesce(gross_profit, 0) <> 0))
),

final as (
    select
        conversions.conversion_id,
        conversions.conversion_type,
        divided.journey,
        divided.model,
        conversions.conversion_at,
        conversions.date_day as conversion_day,
        conversions.person_id,
        conversions.account_id,
        divided.touch_id,
        touches.touch_at,
        touches.date_day as touch_day,
        coalesce(touches.channel, '(unattributed)') as channel,
        coalesce(touches.cost_channel, '(unattributed)') as cost_channel,
        touches.source,
        touches.medium,
        touches.campaign,
        touches.campaign_key,
        touches.content,
        divided.position,
        divided.path_length,
        divided.weight,
        divided.value,
        divided.gross_profit,
        conversions.currency,
        coalesce(touches.is_paid, false) as is_paid,
        divided.touch_id is null as is_unattributed
    from divided
    inner join conversions on divided.conversion_number = conversions.conversion_number
    left join touches on divided.touch_id = touches.touch_id
)

select * from final
