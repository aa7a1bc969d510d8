-- Question: Which features are adopted, and which are only tried?
-- Part: adoption
-- Columns: feature, eligible, tried_rate, adoption_rate
select
    feature_key as feature,
    sum(eligible_users) as eligible,
    round(sum(tried_users) / nullif(sum(eligible_users), 0), 3) as tried_rate,
    round(sum(adopted_users) / nullif(sum(eligible_users), 0), 3) as adoption_rate
from adoption.feature_adoption
where date_day = (select max(date_day) from adoption.feature_adoption where is_complete)
group by feature_key
order by adoption_rate desc nulls last, feature;
