{%- set quality = ['auc', 'auc_low', 'auc_high', 'log_loss', 'base_log_loss'] -%}
{%- set effects = ['coefficient', 'odds_ratio', 'odds_ratio_low', 'odds_ratio_high'] -%}
{%- set counts = driver_counts() -%}
with cases as (
    select * from {{ ref('int_driver_cases') }}
),

amounts as (
    select * from {{ ref('int_driver_use') }}
),

totals as (
    select *, {{ drivers_shortage() }} as shortage
    from (
        select
            {%- for name, condition in counts.items() %}
            {{ count_if(condition) }} as {{ name }},
            {%- endfor %}
            min(case when is_held_out then week_start_on end) as held_out_from
        from cases
    ) as counted
),

observed as (
    select 'all' as scope_id, amounts.*
    from amounts
    cross join totals
    where totals.shortage is null
),

fits as (
    select parameter, fitted
    from {{ fit_rows(
        'observed', ['scope_id'], 'fit_drivers',
        ['case_number', 'held_out', 'has_converted', 'driver', 'amount']
    ) }}
        as model
),

judged as (
    select
        {%- for name in quality %}
        max(case when parameter = '|{{ name }}' then fitted end) as {{ name }},
        {%- endfor %}
        count(*) > 0 as is_fitted
    from fits
),

drivers as (
    select driver
    from {{ name_rows('driver', ['active_days', 'events', 'features', 'users']) }} as basic
    union
    select driver from amounts where driver <> ''
),

effects as (
    select
        drivers.driver
        {%- for name in effects %},
        max(case when fits.parameter = drivers.driver || '|{{ name }}' then fits.fitted end)
            as {{ name }}
        {%- endfor %}
    from drivers
    cross join fits
    group by drivers.driver
),

-- Nothing is told of drivers where there is no model.
summed as (
    select
        effects.driver,
        cast(coalesce(sum(facts.amount * facts.has_converted), 0) as bigint)
            as amount_of_converted,
        cast(coalesce(sum(facts.amount * (1 - facts.has_converted)), 0) as bigint)
            as amount_of_others,
        {{ count_if('facts.is_above = 1') }} as cases,
        {{ count_if('facts.is_above = 1 and facts.has_converted = 1') }} as converted
    from effects
    left join amounts as facts on effects.driver = facts.driver
    group by effects.driver
),

rated as (
    select
        *,
        {{ ratio('converted', 'cases') }} as rate,
        {{ wilson_bound('converted', 'cases', 'low') }} as rate_low,
        {{ wilson_bound('converted', 'cases', 'high') }} as rate_high
    from (
        select driver, 'above' as side, cases, converted from summed
        union all
        select
            summed.driver, 'below', totals.cases - summed.cases,
            totals.converted - summed.converted
        from summed
        cross join totals
    ) as sides
),

final as (
    select
        drivers.driver,
        case
            when not judged.is_fitted then 'insufficient'
            when judged.auc_low <= 0.5e0 then 'no_skill'
            else 'fitted'
        end as status,
        case
            when totals.shortage is not null then totals.shortage
            when not judged.is_fitted then 'nothing was used differently by those that teach'
            when judged.auc_low <= 0.5e0 then 'the interval of auc holds 0.5: those that judge '
                || 'are told no better than by chance'
            when effects.coefficient is null then 'all those that teach used it alike'
        end as reason,
        {{ plg_version() }} as rule_version,
        cast({{ driver_days() }} as bigint) as landmark_days,
        cast({{ var('plg_paid_days') | int }} as bigint) as paid_days,
        {%- for name in counts %}
        totals.{{ name }},
        {%- endfor %}
        totals.held_out_from,
        {%- for name in quality + effects %}
        {{ 'judged' if name in quality else 'effects' }}.{{ name }},
        {%- endfor %}
        {%- for name in ['converted', 'others'] %}
        summed.amount_of_{{ name }},
        {{ ratio('summed.amount_of_' ~ name, 'totals.' ~ name) }} as mean_of_{{ name }},
        {%- endfor %}
        {%- for side in ['above', 'below'] %}
        {{ side }}.cases as {{ side }}_cases,
        {{ side }}.converted as {{ side }}_converted,
        {{ side }}.rate as {{ side }}_rate,
        {%- endfor %}
        above.rate - below.rate as rate_difference,
        {{ newcombe_bound('above', 'below', 'rate', 'low') }} as rate_difference_low,
        {{ newcombe_bound('above', 'below', 'rate', 'high') }} as rate_difference_high,
        coalesce(least(above.cases, below.cases), 0) < {{ var('low_sample_size') | int }}
            as is_low_sample
    from drivers
    cross join totals
    cross join judged
    left join effects on drivers.driver = effects.driver
    left join summed on drivers.driver = summed.driver
    left join rated as above on drivers.driver = above.driver and above.side = 'above'
    left join rated as below on drivers.driver = below.driver and below.side = 'below'
)

select * from final
