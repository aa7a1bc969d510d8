-- Question: How many sign-ups did each launch bring beyond what was to be expected?
-- Part: launches
-- Columns: launch, segment, horizon_days, new_signups, expected, lift, lift_low, lift_high
select
    launch_name as launch,
    segment,
    horizon_days,
    new_signups,
    round(baseline_expected, 1) as expected,
    round(lift, 1) as lift,
    round(lift_low, 1) as lift_low,
    round(lift_high, 1) as lift_high
from launches.acquisition_rollup
where segment in ('(targeted)', '(all)') and lift is not null
order by launched_on desc, launch, horizon_days, segment, source_relation;
