-- Campaigns as the CRMs keep them. Their costs are what somebody typed in: shown here, counted
-- nowhere, for ad platforms and sheets say what was paid.

with final as (
    select
        source_relation,
        'salesforce' as crm,
        campaign_id,
        parent_campaign_id,
        campaign_name,
        campaign_type,
        status,
        starts_on,
        ends_on,
        budgeted_cost_original,
        actual_cost_original,
        expected_revenue_original,
        coalesce(currency, '{{ crm_home_currency() }}') as currency
    from {{ ref('stg_salesforce__campaign') }}
    where exclusion_reason is null
)

select * from final
