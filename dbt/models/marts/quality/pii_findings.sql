with unioned as (
    {{- union_models(['int_pii_findings_ads', 'int_pii_findings_usage', 'int_pii_findings_crm']) }}
),

final as (
    select
        source_name, table_name, column_name, cast(sum(row_count) as bigint) as row_count
    from unioned
    group by source_name, table_name, column_name
)

select * from final
