-- Question: Which early use tells who will pay, and how well does it tell?
-- Part: adoption
-- Columns: driver, status, auc, odds_ratio, odds_ratio_low, odds_ratio_high, rate_with_much, rate_with_little, cases
select
    driver,
    -- with no_skill or insufficient the odds say nothing, whatever they are
    status,
    round(auc, 3) as auc,
    round(odds_ratio, 2) as odds_ratio,
    round(odds_ratio_low, 2) as odds_ratio_low,
    round(odds_ratio_high, 2) as odds_ratio_high,
    round(above_rate, 3) as rate_with_much,
    round(below_rate, 3) as rate_with_little,
    cases
from adoption.conversion_drivers
order by abs(coefficient) desc nulls last, driver;
