with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

accounts as (
    select * from {{ ref('int_crm_accounts') }}
),

final as (
    select
        opportunities.source_relation,
        opportunities.crm,
        opportunities.opportunity_id,
        opportunities.opportunity_name,
        opportunities.account_id,
        coalesce(accounts.segment, '(unknown)') as segment,
        opportunities.contact_id,
        opportunities.contact_count,
        opportunities.owner,
        opportunities.opportunity_type,
        opportunities.product_id,
        opportunities.campaign_id,
        opportunities.pipeline_id,
        opportunities.pipeline_name,
        opportunities.stage,
        opportunities.stage_name,
        opportunities.amount,
        opportunities.amount_original,
        opportunities.currency,
        opportunities.fx_rate,
        opportunities.fx_date,
        opportunities.created_at,
        opportunities.expected_close_on,
        opportunities.closed_on,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.outcome,
        opportunities.win_reason,
        opportunities.loss_reason,
        opportunities.competitor_count
    from opportunities
    left join accounts
        on {{ same_record('opportunities', 'accounts', 'account_id') }}
)

select * from final
