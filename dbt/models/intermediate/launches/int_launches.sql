-- Launches with the days over which each is watched. An id means a launch of its connection only.

with launches as (
    select * from {{ ref('stg_generic__launches') }}
),

final as (
    select
        {{ surrogate_key(['source_relation', 'launch_id']) }} as launch_key,
        source_relation,
        launch_id,
        launch_name,
        kind,
        product_id,
        feature_keys,
        launched_on,
        {{ add_days('launched_on', -launch_days_before()) }} as watched_from,
        {{ add_days('launched_on', launch_days_after()) }} as watched_to,
        segments,
        segments is null as is_for_everyone,
        target_metric,
        target_value
    from launches
)

select * from final
