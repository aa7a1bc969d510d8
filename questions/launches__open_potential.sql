-- Question: How much recurring revenue could accounts bring that do not own a product yet?
-- Part: launches
-- Columns: product_id, segment, accounts, whitespace_arr
select
    product_id,
    segment,
    count(*) filter (where eligible and not owns) as accounts,
    sum(whitespace_arr) as whitespace_arr
from launches.cross_sell
where month_on = (select max(month_on) from launches.cross_sell where is_complete)
group by product_id, segment
order by whitespace_arr desc nulls last, product_id, segment;
