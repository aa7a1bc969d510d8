-- A returned row is a pair of stages and a window whose cohorts do not hold every entry into the earlier stage, or into
-- the later one, exactly once; or a cohort that reached more than entered.
with entries as (
    select entity_kind, stage, count(*) as entered
    from {{ ref('funnel_stage_entries') }}
    group by entity_kind, stage
),

cohorts as (
    select
        entity_kind, from_stage, to_stage, window_days,
        sum(entered) as entered, sum(entered_to) as entered_to,
        max(case when reached > entered then 1 else 0 end) as is_too_many
    from {{ ref('funnel_cohorts') }}
    group by entity_kind, from_stage, to_stage, window_days
)

select cohorts.*, froms.entered as wanted, tos.entered as wanted_to
from cohorts
left join entries as froms on cohorts.entity_kind = froms.entity_kind and cohorts.from_stage = froms.stage
left join entries as tos on cohorts.entity_kind = tos.entity_kind and cohorts.to_stage = tos.stage
where
    cohorts.entered <> coalesce(froms.entered, 0)
    or cohorts.entered_to <> coalesce(tos.entered, 0)
    or cohorts.is_too_many = 1
