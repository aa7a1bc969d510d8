-- Costs and budgets whose days are no period; the part of quality.exclusions beside deleted rows.

with excluded as (
    select 'marketing_costs' as table_name, source_relation, exclusion_reason as reason
    from {{ ref('int_marketing_costs') }}
    union all
    select
        'budgets', source_relation, {{ calendar_fault('period_start_on', 'period_end_on') }}
    from {{ ref('stg_generic__budgets') }}
),

final as (
    select
        'generic' as source_name, source_relation, table_name, reason,
        cast(count(*) as bigint) as row_count
    from excluded
    where reason is not null
    group by source_relation, table_name, reason
)

select * from final
