{%- set expected = launch_expected('days.slot_signups', 'days.trend', 'days.lever') -%}
with launches as (
    select * from {{ ref('int_launches') }} where kind = 'acquisition'
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

days as (
    select
        days.*,
        {{ launch_lever('days.day_offset') }} as lever,
        baselines.slot_signups,
        baselines.trend,
        baselines.variance,
        baselines.reason as baseline_reason
    from {{ ref('int_launch_days') }} as days
    left join {{ ref('int_launch_baselines') }} as baselines
        on
            days.launch_key = baselines.launch_key
            and days.segment = baselines.segment
            and {{ launch_slot('days.day_offset') }} = baselines.weekday_slot
),

met as (
    select
        days.launch_key,
        days.segment,
        days.date_day,
        {{ ordered_text('pairs.other_launch_id', 'pairs.other_launch_id', ';') }}
            as overlap_launch_ids
    from days
    inner join {{ ref('int_launch_overlaps') }} as pairs
        on
            days.launch_key = pairs.launch_key
            and days.segment = pairs.segment
            and days.date_day >= pairs.other_launched_on
            and days.date_day <= pairs.other_watched_to
    group by days.launch_key, days.segment, days.date_day
),

measured as (
    select
        days.*,
        {{ ratio(expected, 6860) }} as baseline_expected,
        case when days.day_offset >= 0 then
            {{ ratio('6860 * days.new_signups - ' ~ expected, 6860) }} end as lift,
        {{ prediction_margin('days.variance', launch_spread('1', '1', 'days.lever')) }} as margin,
        {{ is_use_known('days.date_day', 7, 'feed') }} as is_mature,
        {{ is_use_known('days.date_day', plg_window('pql'), 'feed') }} as is_pql_mature
    from days
    cross join feed
),

final as (
    select
        launches.source_relation,
        launches.launch_id,
        launches.launch_name,
        launches.product_id,
        launches.launched_on,
        measured.segment,
        measured.is_targeted,
        measured.date_day,
        measured.day_offset,
        measured.new_signups,
        measured.baseline_expected,
        measured.lift,
        measured.lift - measured.margin as lift_low,
        measured.lift + measured.margin as lift_high,
        measured.baseline_reason,
        met.overlap_launch_ids,
        case when measured.is_mature then measured.activated_d7 end as activated_d7,
        case when measured.is_pql_mature then measured.pqls end as pqls,
        measured.new_customers,
        measured.sales_assisted_customers,
        '{{ var("reporting_currency") }}' as currency,
        measured.new_mrr,
        measured.new_monthly_gross_profit,
        measured.spend,
        measured.cac_spend,
        {{ ratio('measured.cac_spend', 'measured.new_customers') }} as cac,
        {{ ratio('measured.cac_spend', 'measured.new_monthly_gross_profit') }} as payback_months,
        measured.is_mature,
        measured.is_pql_mature
    from measured
    inner join launches on measured.launch_key = launches.launch_key
    left join met
        on
            measured.launch_key = met.launch_key
            and measured.segment = met.segment
            and measured.date_day = met.date_day
)

select * from final
