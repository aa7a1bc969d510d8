-- Question: What has a customer earned us 30, 90, 180 and 365 days after the first purchase?
-- Part: insights
-- Columns: cohort_month_on, customers, day_30, day_90, day_180, day_365
select
    cohort_month_on,
    max(customers) as customers,
    round(max(clv_historic) filter (where horizon_days = 30), 2) as day_30,
    round(max(clv_historic) filter (where horizon_days = 90), 2) as day_90,
    round(max(clv_historic) filter (where horizon_days = 180), 2) as day_180,
    round(max(clv_historic) filter (where horizon_days = 365), 2) as day_365
from insights.clv_cohorts
group by cohort_month_on
order by cohort_month_on;
