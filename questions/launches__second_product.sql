-- Question: Which product do owners of another buy next, and how soon?
-- Part: launches
-- Columns: product_id, second_product_id, attach_rate, days_to_second_product
select
    product_id,
    second_product_id,
    round(attached / nullif(attach_eligible, 0), 3) as attach_rate,
    time_to_second_product as days_to_second_product
from launches.product_pairs
where month_on = (select max(month_on) from launches.product_pairs where is_complete)
order by attach_rate desc nulls last, product_id, second_product_id;
