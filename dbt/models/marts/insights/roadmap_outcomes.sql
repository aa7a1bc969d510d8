-- Shipping is counted beside outcomes and is no measure of success.

with shipped as (
    select
        *,
        cast(date_trunc('quarter', {{ reporting_day('shipped_at') }}) as date) as quarter_start_on
    from {{ ref('roadmap') }}
    where is_latest and status in ('shipped', 'measured') and shipped_at is not null
),

scoped as (
    select 'total' as scope, 'all' as scope_id, shipped.* from shipped
    union all
    select 'owner' as scope, coalesce(shipped.owner, '(unknown)') as scope_id, shipped.*
    from shipped
    union all
    select 'product' as scope, coalesce(shipped.product, '(unknown)') as scope_id, shipped.*
    from shipped
),

counted as (
    select
        scope,
        scope_id,
        quarter_start_on,
        {{ count_if('true') }} as shipped,
        cast(sum(shipped_features) as bigint) as shipped_features,
        {{ count_if('planned_ship_on is not null') }} as planned,
        {{ count_if('delivery_variance_days > 0') }} as shipped_late,
        {{ count_if('is_window_closed') }} as window_closed,
        {{ count_if(
            'is_window_closed and baseline_value is not null and target_value is not null '
            ~ 'and actual_value is not null'
        ) }}
            as measured,
        {{ count_if('outcome_hit') }} as hits
    from scoped
    group by scope, scope_id, quarter_start_on
),

final as (
    select
        scope,
        scope_id,
        quarter_start_on,
        shipped,
        shipped_features,
        planned,
        shipped_late,
        window_closed,
        measured,
        window_closed - measured as unmeasured,
        {{ ratio('window_closed - measured', 'window_closed') }} as feature_factory_index,
        hits,
        {{ ratio('hits', 'window_closed') }} as outcome_hit_rate,
        {{ wilson_bound('hits', 'window_closed', 'low') }} as outcome_hit_rate_low,
        {{ wilson_bound('hits', 'window_closed', 'high') }} as outcome_hit_rate_high,
        window_closed < {{ var('low_sample_size') | int }} as is_low_sample,
        -- filled once features have a mart of their own
        cast(null as bigint) as features_old_enough,
        cast(null as bigint) as dead_features,
        cast(null as double) as dead_feature_rate
    from counted
)

select * from final
