-- Question: At which step of the funnel do we lose most people?
-- Part: messaging
-- Columns: from_stage, to_stage, entered, reached, rate
select
    from_stage,
    to_stage,
    sum(entered) as entered,
    sum(reached) as reached,
    round(sum(reached) / nullif(sum(entered), 0), 3) as rate
from messaging.funnel_cohorts
where entity_kind = 'person'
    and is_mature
    and to_stage_number = from_stage_number + 1
    and window_days = (select max(window_days) from messaging.funnel_cohorts)
group by from_stage, to_stage
having sum(entered) > 0
order by rate, from_stage, to_stage;
