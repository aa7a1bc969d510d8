-- Every opportunity with the segment of its account and, once closed, the quarter it closed in.

with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

accounts as (
    select * from {{ ref('int_crm_accounts') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

final as (
    select
        opportunities.source_relation,
        opportunities.crm,
        opportunities.opportunity_id,
        opportunities.account_id,
        coalesce(accounts.segment, '(unknown)') as segment,
        opportunities.opportunity_type,
        opportunities.product_id,
        opportunities.owner,
        opportunities.outcome,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.created_on,
        opportunities.closed_on,
        calendar.quarter_start_on,
        calendar.year_number,
        calendar.quarter_number,
        calendar.fiscal_year,
        calendar.fiscal_quarter,
        opportunities.amount,
        opportunities.amount_original,
        opportunities.currency,
        opportunities.fx_rate,
        opportunities.fx_date,
        opportunities.win_reason,
        opportunities.loss_reason,
        opportunities.competitor_count
    from opportunities
    left join accounts
        on {{ same_record('opportunities', 'accounts', 'account_id') }}
    left join calendar
        on opportunities.closed_on = calendar.date_day
)

select * from final
