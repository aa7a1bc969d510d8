with items as (
    select * from {{ ref('int_opportunity_line_items') }} where exclusion_reason is null
),

opportunities as (
    select * from {{ ref('int_opportunities') }}
),

final as (
    select
        items.source_relation,
        items.crm,
        items.opportunity_id,
        items.source_name as item_source,
        items.item_relation,
        items.line_item_id,
        items.product_id,
        items.quantity,
        {{ fx_amount('items.amount_original') }} as amount,
        items.amount_original,
        items.currency,
        fx.fx_rate,
        fx.fx_date,
        items.service_on
    from items
    inner join opportunities
        on {{ same_record('items', 'opportunities') }}
    {{ fx_joins('items.currency', 'opportunities.rate_on') }}
)

select * from final
