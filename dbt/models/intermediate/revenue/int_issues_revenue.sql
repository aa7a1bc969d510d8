-- What revenue lacks; one row per connection, issue and key. Opportunities and orders name their
-- missing rates elsewhere (int_issues_crm, int_issues_money).

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
),

found as (
    select
        'gross_margin_missing' as issue, 'warn' as severity, source_relation, 'product' as entity,
        coalesce(product_id, '(none)') as key_text, cast(null as date) as date_day,
        'Revenue without cost of goods and without one margin of its product; gross profit is NULL'
            as detail
    from revenue
    where not is_margin_known and revenue_original <> 0
    union all
    select
        'revenue_without_customer', 'warn', source_relation, revenue_source, revenue_id,
        occurred_on, 'Neither account nor person; it belongs to no cohort'
    from revenue
    where customer_id is null
),

final as (
    {{ grouped_issues('revenue') }}
)

select * from final
