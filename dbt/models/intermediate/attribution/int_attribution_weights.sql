-- What each touch weighs in each model, in units of 10 to the power of -12: a row per journey,
-- conversion, model and touch that weighs anything. Within a conversion they make one exactly:
-- the running share is rounded, and a touch gets what its step adds.
{%- set half_life = 86400 * (var('attribution_half_life_days') | int) %}
{%- set single = {
    'first': '1',
    'last': 'path_length',
    'last_non_direct': 'coalesce(last_non_direct, path_length)',
    'first_paid': 'first_paid',
    'last_paid': 'last_paid',
} %}
{%- set models = var('attribution_models') %}
{%- set shared = models | reject('in', single) | list %}
{%- set path = 'partition by journey, conversion_number' %}

with touches as (
    select * from {{ ref('int_attribution_touches') }}
),

effects as (
    select
        conversion_type,
        journey,
        channel,
        max(case when model = 'markov' then effect_units end) as markov_units,
        max(case when model = 'shapley' then effect_units end) as shapley_units
    from {{ ref('attribution_effects') }}
    group by conversion_type, journey, channel
),

rated as (
    select
        touches.*,
        coalesce(effects.markov_units, 0) as markov_units,
        coalesce(effects.shapley_units, 0) as shapley_units
    from touches
    left join effects
        on
            touches.conversion_type = effects.conversion_type
            and touches.journey = effects.journey
            and touches.channel = effects.channel
),

placed as (
    select
        *,
        count(*) over ({{ path }}, channel) as channel_touches,
        max(case when touch_at <= lead_at then position end) over ({{ path }}) as lead_position,
        max(case when touch_at <= opportunity_at then position end) over ({{ path }})
            as opportunity_position,
        max(case when not is_direct then position end) over ({{ path }}) as last_non_direct,
        min(case when is_paid then position end) over ({{ path }}) as first_paid,
        max(case when is_paid then position end) over ({{ path }}) as last_paid,
        cast(seconds_before_last as double) / cast({{ half_life }} as double) as halves
    from rated
),

-- The last touch closes; a milestone outside the window is missing.
held as (
    select
        *,
        case when position = 1 then 1 else 0 end
        + case when position = lead_position then 1 else 0 end as u_held,
        case when position = opportunity_position then 1 else 0 end as opportunity_held,
        case when closed_at is not null and position = path_length then 1 else 0 end as close_held,
        2 - case when lead_position is null then 1 else 0 end
        + case when opportunity_position is null then 0 else 1 end as w_milestones,
        case when closed_at is null then 0 else 1 end as close_milestones,
        cast(floor({{ half_power('halves') }} * 1000000000000 + 0.5) as bigint) as decay_score,
        {%- for effect in ['markov', 'shapley'] %}
        cast(floor(cast({{ effect }}_units as double) / cast(channel_touches as double)) as bigint)
            as {{ effect }}_part{{ ',' if not loop.last }}
        {%- endfor %}
    from placed
),

summed as (
    select
        *,
        u_held + opportunity_held as w_held,
        u_held + opportunity_held + close_held as full_held,
        w_milestones + close_milestones as full_milestones,
        sum(case when u_held + opportunity_held > 0 then 1 else 0 end) over ({{ path }})
            as w_touches,
        sum(case when u_held + opportunity_held + close_held > 0 then 1 else 0 end)
            over ({{ path }}) as full_touches,
        {%- for effect in ['markov', 'shapley'] %}
        case when sum({{ effect }}_part) over ({{ path }}) > 0 then {{ effect }}_part else 1 end
            as {{ effect }}_score{{ ',' if not loop.last }}
        {%- endfor %}
    from held
),

scored as (
    select
        *,
        {%- for model in shared %}
        cast({{ attribution_score(model) }} as bigint) as {{ model }}_is{{ ',' if not loop.last }}
        {%- endfor %}
    from summed
),

running as (
    select
        *,
        {%- for model in shared %}
        sum({{ model }}_is) over ({{ path }}) as {{ model }}_all,
        sum({{ model }}_is) over (
            {{ path }} order by position asc nulls last rows unbounded preceding
        ) as {{ model }}_sum{{ ',' if not loop.last }}
        {%- endfor %}
    from scored
),

modelled as (
    select
        running.journey,
        running.conversion_number,
        running.conversion_id,
        running.touch_id,
        running.position,
        running.path_length,
        models.model,
        case models.model
            {%- for model in models %}
            when '{{ model }}' then
                {%- if model in single %}
                case when position = {{ single[model] }} then 1000000000000 else 0 end
                {%- else %}
                {{ share_units(model ~ '_sum', model ~ '_all') }}
                - {{ share_units(model ~ '_sum - ' ~ model ~ '_is', model ~ '_all') }}
                {%- endif %}
            {%- endfor %}
        end as weight_units
    from running
    cross join {{ name_rows('model', models) }} as models
),

final as (
    select
        journey, conversion_number, conversion_id, touch_id, position, path_length, model,
        cast(weight_units as bigint) as weight_units
    from modelled
    where weight_units > 0
)

select * from final
