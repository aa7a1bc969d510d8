with unioned as (
    {{- union_models([
        'int_exclusions_crm', 'int_exclusions_usage', 'int_exclusions_deleted',
        'int_exclusions_money', 'int_exclusions_voice',
    ]) }}
),

final as (
    select
        source_name, source_relation, table_name, reason,
        cast(sum(row_count) as bigint) as row_count
    from unioned
    group by source_name, source_relation, table_name, reason
)

select * from final
