-- Question: Which sequences of channels come before most won deals?
-- Part: messaging
-- Columns: path, conversions, value
select path, sum(conversions) as conversions, sum(value) as value
from core.attribution_paths
where conversion_type = 'won' and journey = 'account'
group by path
having sum(conversions) > 0
order by conversions desc, path
limit 10;
