-- Question: How many days lie between lead, opportunity and won deal?
-- Part: messaging
-- Columns: deals, lead_to_opportunity, opportunity_to_won, lead_to_won
select
    count(*) as deals,
    median(date_diff('day', lead_at, opportunity_at)) as lead_to_opportunity,
    median(date_diff('day', opportunity_at, conversion_at)) as opportunity_to_won,
    median(date_diff('day', lead_at, conversion_at)) as lead_to_won
from core.conversions
where conversion_type = 'won' and lead_at is not null;
