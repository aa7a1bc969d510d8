-- A returned row is a driver whose model does not count the mature sign-ups of adoption.plg_path, or
-- loses some of them on the way to its cases and halves.

with path as (
    select
        count(*) as mature_signups,
        coalesce(sum(case when cohorts.paid_on is not null then 1 else 0 end), 0) as paid
    from {{ ref('int_plg_cohorts') }} as cohorts
    cross join {{ ref('int_clock') }} as clock
    where
        cohorts.segment = '(all)'
        and cohorts.rule_version = {{ plg_version() }}
        and cohorts.is_on_path
        and {{ add_days('cohorts.signed_up_on', var('plg_paid_days')) }} <= clock.as_of_on
)

select drivers.*
from {{ ref('conversion_drivers') }} as drivers
cross join path
where
    drivers.mature_signups <> path.mature_signups
    or drivers.mature_signups <> drivers.unknown_use + drivers.paid_before + drivers.cases
    or drivers.cases <> drivers.converted + drivers.others
    or drivers.cases <> drivers.train_cases + drivers.held_out_cases
    or drivers.converted <> drivers.train_converted + drivers.held_out_converted
    or (drivers.unknown_use = 0 and drivers.paid_before + drivers.converted <> path.paid)
    or drivers.paid_before + drivers.converted > path.paid
    or drivers.cases <> drivers.above_cases + drivers.below_cases
    or drivers.converted <> drivers.above_converted + drivers.below_converted
    or (drivers.status = 'insufficient') <> (drivers.above_cases is null)
