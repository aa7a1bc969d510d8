-- Question: What does a lead, an opportunity and a customer cost per channel?
-- Part: messaging
-- Columns: channel, leads, cost_per_lead, opportunities, cost_per_opportunity, customers, cost_per_customer
with consideration as (
    select channel, sum(leads) as leads, sum(cost) as cost
    from messaging.consideration
    where date_basis = 'conversion' and content = '(all)'
    group by channel
),

conversion as (
    select channel, sum(opps) as opportunities, sum(customers) as customers
    from messaging.conversion
    where date_basis = 'conversion' and content = '(all)' and segment = '(all)'
    group by channel
)

select
    consideration.channel,
    consideration.leads,
    round(consideration.cost / nullif(consideration.leads, 0), 2) as cost_per_lead,
    conversion.opportunities,
    round(consideration.cost / nullif(conversion.opportunities, 0), 2) as cost_per_opportunity,
    conversion.customers,
    round(consideration.cost / nullif(conversion.customers, 0), 2) as cost_per_customer
from consideration
inner join conversion on consideration.channel = conversion.channel
where consideration.cost > 0
order by consideration.cost desc, consideration.channel;
