with conversions as (
    select * from {{ ref('conversions') }}
),

weights as (
    select * from {{ ref('int_attribution_weights') }}
),

touches as (
    select * from {{ ref('touchpoints') }}
),

expected as (
    select conversions.conversion_id, journeys.journey, models.model
    from conversions
    cross join {{ name_rows('journey', var('attribution_journeys')) }} as journeys
    cross join {{ name_rows('model', var('attribution_models')) }} as models
),

-- A conversion without a touch that the model would credit is a row of its own, so that every
-- model shows all conversions and all bookings.
weighted as (
    select
        expected.journey,
        expected.conversion_id,
        expected.model,
        weights.touch_id,
        coalesce(weights.position, 1) as position,
        coalesce(weights.path_length, 0) as path_length,
        cast(
            cast(coalesce(weights.weight_units, 1000000000000) as decimal(13, 0))
            * cast(0.000000000001 as decimal(13, 12)) as decimal(13, 12)
        ) as weight
    from expected
    left join weights
        on
            expected.journey = weights.journey
            and expected.conversion_id = weights.conversion_id
            and expected.model = weights.model
),

parts as (
    select
        weighted.*,
        {{ largest_remainder('conversions.value', 'value') }},
        {{ largest_remainder('conversions.gross_profit', 'profit') }},
        conversions.conversion_type,
        conversions.conversion_at,
        conversions.date_day as conversion_day,
        conversions.person_id,
        conversions.account_id,
        conversions.value,
        conversions.gross_profit,
        conversions.currency
    from weighted
    inner join conversions on weighted.conversion_id = conversions.conversion_id
),

ranked as (
    select
        *,
        {{ remainder_ranks('value') }},
        {{ remainder_ranks('profit') }}
    from parts
),

final as (
    select
        ranked.conversion_id,
        ranked.conversion_type,
        ranked.journey,
        ranked.model,
        ranked.conversion_at,
        ranked.conversion_day,
        ranked.person_id,
        ranked.account_id,
        ranked.touch_id,
        touches.touch_at,
        touches.date_day as touch_day,
        coalesce(touches.channel, '(unattributed)') as channel,
        touches.source,
        touches.medium,
        touches.campaign,
        touches.campaign_key,
        touches.content,
        cast(case when ranked.touch_id is not null then ranked.position end as bigint) as position,
        cast(ranked.path_length as bigint) as path_length,
        ranked.weight,
        {{ divided('ranked.value', 'value') }} as value,
        {{ divided('ranked.gross_profit', 'profit') }} as gross_profit,
        ranked.currency,
        ranked.touch_id is null as is_unattributed
    from ranked
    left join touches on ranked.touch_id = touches.touch_id
)

select * from final
