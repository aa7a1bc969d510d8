with reconciled_rows as (
    select * from {{ ref('int_reconciled_rows') }}
),

reconciled_money as (
    select * from {{ ref('int_reconciled_money') }}
    union all
    select * from {{ ref('int_reconciled_sheets') }}
),

unioned as (
    select
        'rows' as kind,
        source_name,
        source_relation,
        table_name,
        cast(null as string) as platform,
        cast(null as string) as currency,
        'rows' as measure,
        {%- for column, rows in {
            'amount_in': 'rows_in', 'amount_kept': 'rows_kept',
            'amount_duplicate': 'rows_duplicate', 'amount_superseded': 'rows_superseded',
            'amount_quarantined': 'rows_quarantined', 'amount_stored': 'raw_rows',
            'amount_excluded': 'deleted_rows', 'amount_found': 'staging_rows',
        }.items() %}
        cast({{ rows }} as decimal(38, 6)) as {{ column }},
        {%- endfor %}
        cast(
            abs(rows_in - rows_kept - rows_duplicate - rows_superseded - rows_quarantined)
            + abs(rows_kept - raw_rows)
            + abs(raw_rows - deleted_rows - staging_rows) as decimal(38, 6)
        ) as difference
    from reconciled_rows
    union all
    select
        'money',
        source_name,
        source_relation,
        table_name,
        platform,
        currency,
        measure,
        amount_in,
        cast(amount_in - amount_excluded as decimal(38, 6)),
        cast(0 as decimal(38, 6)),
        cast(0 as decimal(38, 6)),
        cast(0 as decimal(38, 6)),
        amount_in,
        amount_excluded,
        amount_found,
        cast(abs(amount_in - amount_excluded - amount_found) as decimal(38, 6))
    from reconciled_money
),

final as (
    select *, difference = 0 as is_balanced
    from unioned
)

select * from final
