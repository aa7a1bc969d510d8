-- Question: How many days lie between lead, opportunity and won deal, by type of deal?
-- Part: messaging
-- Columns: opportunity_type, deals, lead_to_opportunity, opportunity_to_won, lead_to_won
with won as (
    select
        coalesce(opportunities.opportunity_type, '(unknown)') as opportunity_type,
        date_diff('day', conversions.lead_at, conversions.opportunity_at) as lead_to_opportunity,
        date_diff('day', conversions.opportunity_at, conversions.conversion_at)
            as opportunity_to_won,
        date_diff('day', conversions.lead_at, conversions.conversion_at) as lead_to_won
    from core.conversions as conversions
    inner join core.opportunities as opportunities
        on conversions.conversion_id = 'won|' || opportunities.source_relation || '|'
            || opportunities.crm || ':' || opportunities.opportunity_id
    where conversions.conversion_type = 'won' and conversions.lead_at is not null
)

-- A renewal's lead is the one that made the customer, years ago: only new business went this way.
select
    opportunity_type,
    count(*) as deals,
    median(lead_to_opportunity) as lead_to_opportunity,
    median(opportunity_to_won) as opportunity_to_won,
    median(lead_to_won) as lead_to_won
from won
group by opportunity_type
order by opportunity_type <> 'new', opportunity_type;
