-- Shipping is counted beside outcomes and is no measure of success.

with shipped as (
    select
        *,
        cast(date_trunc('quarter', {{ reporting_day('shipped_at') }}) as date) as quarter_start_on
    from {{ ref('roadmap') }}
    where is_latest and status in ('shipped', 'measured') and shipped_at is not null
),

-- A feature of two initiatives is one of each.
features as (
    select
        links.initiative_id,
        {{ count_if('summary.is_dead is not null') }} as features_old_enough,
        {{ count_if('summary.is_dead') }} as dead_features
    from (
        select distinct initiative_id, feature_key
        from {{ ref('stg_generic__initiative_features') }}
    ) as links
    inner join {{ ref('feature_summary') }} as summary on links.feature_key = summary.feature_key
    group by links.initiative_id
),

judged as (
    select
        shipped.*,
        coalesce(features.features_old_enough, 0) as features_old_enough,
        coalesce(features.dead_features, 0) as dead_features
    from shipped
    left join features on shipped.initiative_id = features.initiative_id
),

scoped as (
    select 'total' as scope, 'all' as scope_id, judged.* from judged
    union all
    select 'owner' as scope, coalesce(judged.owner, '(unknown)') as scope_id, judged.*
    from judged
    union all
    select 'product' as scope, coalesce(judged.product, '(unknown)') as scope_id, judged.*
    from judged
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
        {{ count_if('outcome_hit') }} as hits,
        cast(sum(features_old_enough) as bigint) as features_old_enough,
        cast(sum(dead_features) as bigint) as dead_features
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
        features_old_enough,
        dead_features,
        {{ ratio('dead_features', 'features_old_enough') }} as dead_feature_rate
    from counted
)

select * from final
