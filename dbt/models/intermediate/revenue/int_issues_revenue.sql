-- What revenue lacks; one row per connection, issue and key. Opportunities name their own missing
-- rates (int_issues_crm).

with revenue as (
    select * from {{ ref('int_customer_revenue') }}
),

found as (
    select
        'fx_rate_missing' as issue, '{{ var("fx_missing_severity") }}' as severity,
        source_relation, 'currency' as entity, currency as key_text, occurred_on as date_day,
        'No rate to {{ var("reporting_currency") }} within {{ var("fx_max_staleness_days") }} days '
        || 'up to this day; the amounts of orders are NULL' as detail
    from revenue
    where revenue_source = 'order' and revenue is null and revenue_original is not null
    union all
    select
        'gross_margin_missing', 'warn', source_relation, 'product', coalesce(product_id, '(none)'),
        cast(null as date),
        'Revenue without cost of goods and without one margin of its product; gross profit is NULL'
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
