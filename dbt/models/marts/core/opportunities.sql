with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

final as (
    select
        source_relation,
        crm,
        opportunity_id,
        opportunity_name,
        account_id,
        contact_id,
        contact_count,
        owner,
        opportunity_type,
        product_id,
        campaign_id,
        pipeline_id,
        pipeline_name,
        stage,
        stage_name,
        amount,
        amount_original,
        currency,
        fx_rate,
        fx_date,
        created_at,
        expected_close_on,
        closed_on,
        is_closed,
        is_won,
        outcome,
        win_reason,
        loss_reason,
        competitor_count
    from opportunities
)

select * from final
