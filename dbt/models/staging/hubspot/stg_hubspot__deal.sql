-- The close date is a calendar day that HubSpot stores as an instant. Its UTC day is taken as it
-- stands and never shifted into the reporting time zone (U6).

with source as (
    select * from {{ source('hubspot', 'deal') }}
),

final as (
    select
        _source_relation as source_relation,
        deal_id as opportunity_id,
        deal_pipeline_id as pipeline_id,
        deal_pipeline_stage_id as stage,
        owner_id as owner,
        {{ clean_text('property_dealname') }} as opportunity_name,
        property_amount as amount_original,
        property_deal_currency_code as currency,
        cast(property_closedate as date) as close_on,
        property_createdate as created_at,
        {{ clean_text('property_closed_lost_reason') }} as loss_reason,
        {{ clean_text('property_closed_won_reason') }} as win_reason,
        {{ clean_text('property_dealtype') }} as opportunity_type_original,
        property_product_id as product_id,
        {{ clean_text('property_competitors') }} as competitors,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
