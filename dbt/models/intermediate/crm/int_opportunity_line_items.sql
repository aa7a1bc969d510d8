-- What opportunities consist of, deleted lines and lines of opportunities that do not count still
-- among them with their reason. A sheet's line belongs to the sheet's opportunity of that id, else
-- to the one a CRM has. Salesforce names a product by its code where the sheet of products does.

with opportunities as (
    select * from {{ ref('int_opportunity_rows') }}
),

products as (
    select
        codes.source_relation,
        codes.product_id,
        max(sheet.product_id) as own_product_id
    from {{ ref('stg_salesforce__product_2') }} as codes
    inner join {{ ref('stg_generic__products') }} as sheet on codes.product_code = sheet.product_id
    group by codes.source_relation, codes.product_id
),

unioned as (
    select
        source_relation, 'generic' as source_name, 'opportunity_line_items' as table_name,
        line_item_id, opportunity_id, product_id, quantity, amount_original, currency,
        cast(null as date) as service_on, cast(null as string) as exclusion_reason
    from {{ ref('stg_generic__opportunity_line_items') }}
    union all
    select
        items.source_relation, 'salesforce', 'opportunity_line_item',
        items.line_item_id, items.opportunity_id,
        coalesce(products.own_product_id, items.product_id), items.quantity,
        items.amount_original, cast(null as string), items.service_on, items.exclusion_reason
    from {{ ref('stg_salesforce__opportunity_line_item') }} as items
    left join products
        on
            items.source_relation = products.source_relation
            and items.product_id = products.product_id
),

-- By the sheet's own name for it, or within the CRM that the line comes from.
names as (
    select *, 'generic' as asks, '' as asks_relation from opportunities
    union all
    select *, crm, source_relation from opportunities
),

matched as (
    select
        unioned.*,
        opportunities.source_relation as opportunity_relation,
        opportunities.crm,
        opportunities.currency as opportunity_currency,
        opportunities.exclusion_reason as opportunity_reason,
        row_number() over (
            partition by unioned.source_name, unioned.source_relation, unioned.line_item_id
            order by
                case when opportunities.crm = unioned.source_name then 1 else 2 end asc nulls last,
                case
                    when opportunities.source_relation = unioned.source_relation then 1 else 2
                end asc nulls last,
                opportunities.crm asc nulls last,
                opportunities.source_relation asc nulls last
        ) as choice
    from unioned
    left join names as opportunities
        on
            unioned.opportunity_id = opportunities.opportunity_id
            and unioned.source_name = opportunities.asks
            and case unioned.source_name when 'generic' then '' else unioned.source_relation end
            = opportunities.asks_relation
),

final as (
    select
        source_relation as item_relation,
        source_name,
        table_name,
        opportunity_relation as source_relation,
        crm,
        opportunity_id,
        line_item_id,
        product_id,
        quantity,
        amount_original,
        coalesce(currency, opportunity_currency) as currency,
        service_on,
        case
            when exclusion_reason is not null then exclusion_reason
            when crm is null then 'opportunity_unknown'
            when opportunity_reason is not null then 'opportunity_' || opportunity_reason
        end as exclusion_reason
    from matched
    where choice = 1
)

select * from final
