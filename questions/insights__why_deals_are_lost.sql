-- Question: For which reasons do deals with a named competitor get lost?
-- Part: insights
-- Columns: reason, deals, share
-- A deal against several competitors is one deal here.
with lost as (
    select distinct source_relation, crm, opportunity_id, loss_reason
    from insights.competitive_deals
    where outcome = 'lost'
)

select
    coalesce(min(trim(loss_reason)), '(none given)') as reason,
    count(*) as deals,
    round(count(*) / sum(count(*)) over (), 3) as share
from lost
group by lower(trim(regexp_replace(loss_reason, ' +', ' ', 'g')))
order by deals desc, reason;
