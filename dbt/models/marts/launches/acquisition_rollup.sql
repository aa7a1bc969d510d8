{%- set expected = launch_expected('slot_signups', 'trend', 'levers') -%}
{%- set metrics = [
    'new_signups', 'activated_d7', 'pqls', 'new_customers', 'sales_assisted_customers', 'new_mrr',
] -%}
{#- Days that use of the last day of a horizon takes until all of it is known. -#}
{%- set windows = {'is_activation_mature': 7, 'is_pql_mature': plg_window('pql')} -%}
with launches as (
    select * from {{ ref('int_launches') }} where kind = 'acquisition'
),

horizons as (
    select * from {{ ref('int_launch_horizons') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

-- Whatever else was out from the first day of the baseline to the last day that is counted.
met as (
    select
        horizons.launch_key,
        horizons.segment,
        horizons.horizon_days,
        {{ ordered_text('pairs.other_launch_id', 'pairs.other_launch_id', ';') }}
            as overlap_launch_ids
    from horizons
    inner join launches on horizons.launch_key = launches.launch_key
    inner join {{ ref('int_launch_overlaps') }} as pairs
        on
            horizons.launch_key = pairs.launch_key
            and horizons.segment = pairs.segment
            and pairs.other_launched_on
            < {{ add_days('launches.launched_on', 'horizons.days_seen') }}
    group by horizons.launch_key, horizons.segment, horizons.horizon_days
),

measured as (
    select
        *,
        {{ ratio(expected, 6860) }} as baseline_expected,
        {{ ratio('6860 * new_signups - ' ~ expected, 6860) }} as lift,
        {{ prediction_margin(
            'variance', launch_spread('days_seen', 'squared_slot_days', 'levers')
        ) }}
            as margin
    from horizons
),

dated as (
    select
        measured.*,
        launches.source_relation,
        launches.launch_id,
        launches.launch_name,
        launches.product_id,
        launches.launched_on,
        -- the launch has one target, for all that it addresses together
        {%- for column in ['target_metric', 'target_value'] %}
        case when measured.segment = '(targeted)' then launches.{{ column }} end as {{ column }},
        {%- endfor %}
        {%- for flag, days in windows.items() %}
        {{ is_use_known('launches.launched_on', 'measured.horizon_days + ' ~ (days - 1), 'feed') }}
            as {{ flag }},
        {%- endfor %}
        {{ add_days('launches.launched_on', 'measured.horizon_days') }} <= clock.as_of_on
            as is_mature
    from measured
    cross join clock
    cross join feed
    inner join launches on measured.launch_key = launches.launch_key
),

targeted as (
    select
        *,
        case
            {%- for metric, flag in {
                'activated_d7': 'is_activation_mature', 'pqls': 'is_pql_mature',
            }.items() %}
            when target_metric = '{{ metric }}' and not {{ flag }} then null
            {%- endfor %}
            {%- for metric in metrics %}
            when target_metric = '{{ metric }}' then {{ as_decimal(metric) }}
            {%- endfor %}
        end as target_actual
    from dated
),

final as (
    select
        targeted.source_relation,
        targeted.launch_id,
        targeted.launch_name,
        targeted.product_id,
        targeted.launched_on,
        targeted.segment,
        targeted.is_targeted,
        cast(targeted.horizon_days as integer) as horizon_days,
        targeted.days_seen,
        targeted.new_signups,
        targeted.baseline_expected,
        targeted.lift,
        targeted.lift - targeted.margin as lift_low,
        targeted.lift + targeted.margin as lift_high,
        targeted.baseline_reason,
        met.overlap_launch_ids,
        targeted.activation_signups,
        targeted.activated_d7,
        {{ ratio('targeted.activated_d7', 'targeted.activation_signups') }} as activation_rate,
        {{ wilson_bound('targeted.activated_d7', 'targeted.activation_signups', 'low') }}
            as activation_rate_low,
        {{ wilson_bound('targeted.activated_d7', 'targeted.activation_signups', 'high') }}
            as activation_rate_high,
        targeted.activation_signups < {{ var('low_sample_size') | int }} as is_low_sample,
        targeted.pql_signups,
        targeted.pqls,
        targeted.new_customers,
        targeted.sales_assisted_customers,
        '{{ var("reporting_currency") }}' as currency,
        targeted.new_mrr,
        targeted.new_monthly_gross_profit,
        targeted.spend,
        targeted.cac_spend,
        {{ ratio('targeted.cac_spend', 'targeted.new_customers') }} as cac,
        {{ ratio('targeted.cac_spend', 'targeted.new_monthly_gross_profit') }} as payback_months,
        targeted.target_metric,
        targeted.target_value,
        targeted.target_actual,
        {{ ratio('targeted.target_actual', 'targeted.target_value') }} as target_progress,
        targeted.is_mature,
        targeted.is_activation_mature,
        targeted.is_pql_mature
    from targeted
    left join met
        on
            targeted.launch_key = met.launch_key
            and targeted.segment = met.segment
            and targeted.horizon_days = met.horizon_days
)

select * from final
