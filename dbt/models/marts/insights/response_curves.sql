{%- set parameters = response_parameters() -%}
{%- set totals = ['weeks', 'sigma', 'held_out_error', 'base_error'] -%}
with panel as (
    select * from {{ ref('marketing_mix_panel') }}
),

outcomes as (
    select * from {{ ref('marketing_mix_outcomes') }}
),

sufficiency as (
    select * from {{ ref('marketing_mix_sufficiency') }} where outcome = 'revenue'
),

-- Outside a channel's life its spend is nothing; inside, what is not known stays unknown.
observed as (
    select
        panel.geo,
        panel.channel,
        cast({{ days_between("date '1970-01-05'", 'panel.week_start_on') }} as bigint) as week_day,
        cast(
            case when panel.is_active then panel.spend else coalesce(panel.spend, 0) end as double
        ) as spend,
        cast(outcomes.revenue as double) as outcome_value
    from panel
    inner join sufficiency on panel.geo = sufficiency.geo and sufficiency.is_sufficient
    left join outcomes
        on
            panel.geo = outcomes.geo
            and panel.week_start_on = outcomes.week_start_on
            and outcomes.is_mature
    where panel.is_mature and panel.channel <> '(unknown)'
),

fits as (
    select geo, parameter, fitted
    from {{ fit_rows(
        'observed', ['geo'], 'fit_response_curves',
        ['week_day', 'channel', 'spend', 'outcome_value'],
        [
            'cast(' ~ (var('response_current_weeks') | int) ~ ' as bigint)',
            'cast(' ~ (var('response_held_out_weeks') | int) ~ ' as bigint)',
        ]
    ) }}
        as curves
),

channels as (
    select geo, channel from panel where channel <> '(unknown)' group by geo, channel
),

fitted as (
    select
        channels.geo,
        channels.channel,
        {%- for name in parameters %}
        max(case when fits.parameter = channels.channel || '|{{ name }}' then fits.fitted end)
            as {{ name }},
        {%- endfor %}
        {%- for name in totals %}
        max(case when fits.parameter = '|{{ name }}' then fits.fitted end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from channels
    left join fits on channels.geo = fits.geo
    group by channels.geo, channels.channel
),

judged as (
    select
        fitted.*,
        sufficiency.usable_weeks,
        case
            when not sufficiency.is_sufficient then 'insufficient: ' || sufficiency.reason
            when fitted.weeks is null then 'insufficient: too few weeks to hold any back'
            when fitted.slope is null then 'insufficient: nothing was ever spent'
            when fitted.current_spend <= 0 then 'insufficient: nothing is spent any more'
            when fitted.held_out_error >= fitted.base_error
                then 'insufficient: held-out weeks are told no better than without channels'
            when fitted.learned > 1 - {{ var('response_min_learning') }}
                then 'insufficient: the weeks say too little about this channel'
        end as reason
    from fitted
    inner join sufficiency on fitted.geo = sufficiency.geo
),

final as (
    select
        geo,
        channel,
        'revenue' as outcome,
        '{{ var("reporting_currency") }}' as currency,
        usable_weeks,
        cast(weeks as bigint) as fitted_weeks,
        carry_over,
        half_saturation,
        effect,
        current_spend,
        slope as fitted_slope,
        low as fitted_slope_low,
        high as fitted_slope_high,
        1 - learned as learned,
        held_out_error,
        base_error,
        sigma as residual_deviation,
        case when reason is null then slope end as marginal_roas,
        case when reason is null then low end as marginal_roas_low,
        case when reason is null then high end as marginal_roas_high,
        reason
    from judged
)

select * from final
