with source as (
    select * from {{ source('generic', 'roadmap_initiatives') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        initiative_id,
        {{ clean_text('name') }} as initiative,
        {{ clean_text('theme') }} as theme,
        {{ clean_text('opportunity') }} as opportunity,
        {{ clean_text('customer_problem') }} as customer_problem,
        product_id,
        {{ person_label('owner') }} as owner,
        {{ has_email('owner') }} as is_owner_hashed,
        status,
        {{ reporting_day('committed_at') }} as committed_on,
        committed_at,
        planned_ship_on,
        {{ reporting_day('shipped_at') }} as shipped_on,
        shipped_at,
        {{ clean_text('hypothesis') }} as hypothesis,
        nullif(trim(outcome_metric), '') as outcome_metric,
        {{ clean_text('outcome_filter') }} as filter_text,
        direction,
        baseline_value,
        target_value,
        coalesce(window_days, {{ var('roadmap_window_days') | int }}) as window_days
    from source
)

select * from final
