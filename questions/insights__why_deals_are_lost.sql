-- Question: For which reasons do deals with a named competitor get lost?
-- Part: insights
-- Columns: reason, deals, share
select
    reason,
    sum(deals) as deals,
    round(sum(deals) / sum(sum(deals)) over (), 3) as share
from insights.competitive_reasons
where kind = 'loss'
group by reason
order by deals desc, reason;
