{%- set days = var('experiment_roas_days') | int -%}
-- The days before, during and after each experiment, both ends included: as many before as it has
-- run, up to the setting, so many after its last exposure. Nothing of the night's own day is
-- counted, so an experiment that began today has no days yet (ends_on before starts_on).
-- A row of one campaign has that one member, the rows of all campaigns have each of them.

with experiments as (
    select
        experiment,
        cast(sum(exposures) as bigint) as exposures,
        {{ reporting_day('min(started_at)') }} as started_on,
        {{ reporting_day('min(last_exposed_at)') }} as last_exposed_on
    from {{ ref('experiments') }}
    group by experiment
),

campaigns as (
    select * from {{ ref('int_experiment_campaigns') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

ended as (
    select
        experiments.*,
        clock.as_of_on,
        least(experiments.last_exposed_on, {{ add_days('clock.as_of_on', -1) }}) as ended_on
    from experiments
    cross join clock
),

timed as (
    select
        *,
        greatest(0, least({{ days }}, 1 + {{ days_between('started_on', 'ended_on') }}))
            as days_before
    from ended
),

periods as (
    select
        experiment, exposures, as_of_on, 'before' as period,
        {{ add_days('started_on', '-days_before') }} as starts_on,
        {{ add_days('started_on', -1) }} as ends_on
    from timed
    union all
    select experiment, exposures, as_of_on, 'during', started_on, ended_on from timed
    union all
    select
        experiment, exposures, as_of_on, 'after',
        {{ add_days('last_exposed_on', 1) }}, {{ add_days('last_exposed_on', days) }}
    from timed
),

links as (
    select experiment, campaign_key, campaign_key as member, exposed_people from campaigns
    union all
    select timed.experiment, '(all)', campaigns.campaign_key, coalesce(campaigns.exposed_people, 0)
    from timed
    left join campaigns on timed.experiment = campaigns.experiment
),

final as (
    select
        links.experiment,
        links.campaign_key,
        links.member,
        links.exposed_people,
        periods.period,
        periods.starts_on,
        periods.ends_on,
        periods.exposures,
        periods.starts_on <= periods.ends_on and periods.ends_on < periods.as_of_on as is_over
    from links
    inner join periods on links.experiment = periods.experiment
)

select * from final
