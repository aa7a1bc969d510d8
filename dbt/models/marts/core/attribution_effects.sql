{%- set channels_of_path = regexp_replace_all('path', '[(][0-9]+[)]', '') -%}
-- A path that the transform frequency cut says how often it met each channel. The effect is the
-- channel's own: by it touches are weighed, which know nothing of their path.

with paths as (
    select
        conversion_type,
        journey,
        {{ channels_of_path }} as path,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(non_conversions) as bigint) as non_conversions
    from {{ ref('attribution_paths') }}
    group by conversion_type, journey, {{ channels_of_path }}
),

totals as (
    select
        conversion_type,
        journey,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(non_conversions) as bigint) as non_conversions
    from paths
    group by conversion_type, journey
),

fits as (
    select 'markov' as model, conversion_type, journey, parameter as channel, fitted as effect
    from {{ fit_rows(
        'paths', ['conversion_type', 'journey'], 'markov_effects',
        ['path', 'conversions', 'non_conversions'],
        ['cast(' ~ (var('attribution_markov_order') | int) ~ ' as bigint)']
    ) }}
        as removals
    union all
    select 'shapley' as model, conversion_type, journey, parameter as channel, fitted as effect
    from {{ fit_rows(
        'paths', ['conversion_type', 'journey'], 'shapley_values',
        ['path', 'conversions', 'non_conversions']
    ) }}
        as games
),

-- A channel that lowers the rate takes no credit from the others.
credited as (
    select
        *,
        cast(floor(greatest(effect, 0.0e0) * 1000000000000 + 0.5) as bigint) as effect_units
    from fits
),

summed as (
    select
        *,
        cast(
            sum(effect_units) over (partition by model, conversion_type, journey) as bigint
        ) as all_units
    from credited
),

final as (
    select
        summed.conversion_type,
        summed.journey,
        summed.model,
        summed.channel,
        summed.effect,
        summed.effect_units,
        {{ ratio('summed.effect_units', 'summed.all_units') }} as effect_share,
        totals.conversions,
        totals.non_conversions,
        {{ ratio('summed.effect_units', 'summed.all_units') }} * totals.conversions
            as channel_conversions
    from summed
    inner join totals
        on
            summed.conversion_type = totals.conversion_type
            and summed.journey = totals.journey
)

select * from final
