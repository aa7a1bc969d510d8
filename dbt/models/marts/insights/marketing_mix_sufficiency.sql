{%- set min_weeks = var('mix_min_weeks') | int -%}
{%- set min_channels = var('mix_min_channels') | int -%}
{%- set usable -%}
outcome_weeks.is_known and weeks.is_known and weeks.varying_channels >= {{ min_channels }}
{%- endset -%}
{%- set deviation -%}
cast(
    sum(abs(cast(known.spend * totals.weeks as decimal(30, 6)) - totals.spend)) as decimal(38, 6)
)
{%- endset -%}
{%- set min_variation = as_decimal(var('mix_min_spend_variation')) -%}
with panel as (
    select * from {{ ref('marketing_mix_panel') }}
),

outcome_weeks as (
    {%- for outcome in mix_outcomes() %}
    select
        geo, '{{ outcome }}' as outcome, week_start_on,
        is_mature and {{ outcome }} is not null as is_known
    from {{ ref('marketing_mix_outcomes') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

outcomes as (
    {%- for outcome in mix_outcomes() %}
    select '(all)' as geo, '{{ outcome }}' as outcome
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

known as (
    select geo, channel, week_start_on, spend
    from panel
    where is_mature and is_complete and spend is not null and channel <> '(unknown)'
),

channel_totals as (
    select geo, channel, cast(count(*) as bigint) as weeks, {{ as_decimal('sum(spend)') }} as spend
    from known
    group by geo, channel
),

-- Mean deviation of a week's spend as a share of its mean, both times the number of weeks squared,
-- so that nothing is divided before the end.
channels as (
    select
        known.geo,
        known.channel,
        coalesce(
            {{ ratio(deviation, 'max(totals.weeks) * max(totals.spend)') }} >= {{ min_variation }},
            false
        ) as is_varying
    from known
    inner join channel_totals as totals
        on known.geo = totals.geo and known.channel = totals.channel
    group by known.geo, known.channel
),

panel_weeks as (
    select
        panel.geo,
        panel.week_start_on,
        count(case when panel.is_active and panel.spend is null then 1 end) = 0 as is_known,
        count(case when panel.spend > 0 and channels.is_varying then 1 end) as varying_channels
    from panel
    left join channels on panel.geo = channels.geo and panel.channel = channels.channel
    where panel.is_mature
    group by panel.geo, panel.week_start_on
),

week_counts as (
    select
        weeks.geo,
        outcome_weeks.outcome,
        {{ count_if('outcome_weeks.is_known') }} as weeks_with_outcome,
        {{ count_if(usable) }} as usable_weeks
    from panel_weeks as weeks
    inner join outcome_weeks
        on weeks.geo = outcome_weeks.geo and weeks.week_start_on = outcome_weeks.week_start_on
    group by weeks.geo, outcome_weeks.outcome
),

spend_counts as (
    select
        geo,
        cast(count(*) as bigint) as weeks,
        {{ count_if('is_known') }} as weeks_with_spend
    from panel_weeks
    group by geo
),

channel_counts as (
    select
        geo,
        cast(count(*) as bigint) as channels,
        {{ count_if('is_varying') }} as varying_channels
    from channels
    group by geo
),

counted as (
    select
        outcomes.geo,
        outcomes.outcome,
        coalesce(spend_counts.weeks, 0) as weeks,
        coalesce(spend_counts.weeks_with_spend, 0) as weeks_with_spend,
        coalesce(week_counts.weeks_with_outcome, 0) as weeks_with_outcome,
        coalesce(week_counts.usable_weeks, 0) as usable_weeks,
        coalesce(channel_counts.channels, 0) as channels,
        coalesce(channel_counts.varying_channels, 0) as varying_channels
    from outcomes
    left join spend_counts on outcomes.geo = spend_counts.geo
    left join channel_counts on outcomes.geo = channel_counts.geo
    left join week_counts
        on outcomes.geo = week_counts.geo and outcomes.outcome = week_counts.outcome
),

final as (
    select
        *,
        cast({{ min_weeks }} as bigint) as min_weeks,
        cast({{ min_channels }} as bigint) as min_channels,
        {{ min_variation }} as min_spend_variation,
        usable_weeks >= {{ min_weeks }} and varying_channels >= {{ min_channels }} as is_sufficient,
        case
            when weeks = 0 then 'no whole week of spend'
            when weeks_with_outcome = 0 then outcome || ' is known in no week'
            when varying_channels < {{ min_channels }}
                then 'spend varies in ' || cast(varying_channels as string)
                    || ' of at least {{ min_channels }} channels'
            when usable_weeks < {{ min_weeks }}
                then cast(usable_weeks as string) || ' of at least {{ min_weeks }} weeks are usable'
            else cast(usable_weeks as string) || ' weeks are usable, spend varies in '
                || cast(varying_channels as string) || ' channels'
        end as reason
    from counted
)

select * from final
