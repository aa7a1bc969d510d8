-- Question: Which rules did rows break, in which tables?
-- Part: quality
-- Columns: source, table_name, rule, rows
select source_name as source, table_name, rule, count(*) as rows
from quality.quarantine
group by source_name, table_name, rule
order by rows desc, source, table_name, rule;
