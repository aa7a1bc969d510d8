with competitors as (
    select * from {{ ref('int_opportunity_competitors') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_outcomes') }}
),

final as (
    select
        competitors.source_relation,
        competitors.crm,
        competitors.opportunity_id,
        competitors.competitor,
        competitors.written_as,
        opportunities.competitor_count,
        opportunities.account_id,
        opportunities.segment,
        opportunities.opportunity_type,
        opportunities.product_id,
        opportunities.owner,
        opportunities.outcome,
        opportunities.closed_on,
        {{ quarter_columns('opportunities') }},
        opportunities.amount,
        opportunities.amount_original,
        opportunities.currency,
        opportunities.fx_rate,
        opportunities.fx_date,
        opportunities.win_reason,
        opportunities.loss_reason
    from competitors
    inner join opportunities
        on {{ same_record('competitors', 'opportunities') }}
)

select * from final
