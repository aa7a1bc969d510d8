-- Question: Which running key results are behind the time that is gone?
-- Part: goals
-- Columns: key_result, owner, current_value, target_value, score, expected, band
select
    key_result,
    owner,
    current_value,
    target_value,
    round(score, 3) as score,
    round(expected, 3) as expected,
    band
from goals.okr_scores
where is_latest and expected < 1 and score < expected
order by score / nullif(expected, 0), key_result, owner;
