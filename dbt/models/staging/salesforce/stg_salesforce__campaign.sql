with source as (
    select * from {{ source('salesforce', 'campaign') }}
),

final as (
    select
        _source_relation as source_relation,
        id as campaign_id,
        parent_id as parent_campaign_id,
        {{ clean_text('name') }} as campaign_name,
        {{ clean_text('type') }} as campaign_type,
        {{ clean_text('status') }} as status,
        start_date as starts_on,
        end_date as ends_on,
        budgeted_cost as budgeted_cost_original,
        actual_cost as actual_cost_original,
        expected_revenue as expected_revenue_original,
        currency_iso_code as currency,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
