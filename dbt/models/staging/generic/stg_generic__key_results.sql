with source as (
    select * from {{ source('generic', 'key_results') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        key_result_id,
        objective_id,
        {{ clean_text('name') }} as key_result,
        trim(metric) as metric,
        {{ clean_text('filter') }} as filter_text,
        direction,
        baseline_value,
        target_value,
        {{ as_decimal('coalesce(weight, 1)') }} as weight,
        shared_with
    from source
)

select * from final
