-- Which ad campaign brought how many people into an experiment: the campaign of the visit in which
-- they were exposed first. A visit holds an exposure from its start until it would have ended by
-- inactivity, on its own day; of several such visits of a person the last begun counts, so nobody
-- is brought by two campaigns. People who saw several variants are in no experiment.

with people as (
    select * from {{ ref('int_experiment_people') }} where not is_crossed
),

visits as (
    select * from {{ ref('sessions') }}
),

touches as (
    select * from {{ ref('touchpoints') }} where campaign_key is not null
),

keyed as (
    select
        experiment,
        person,
        exposed_at,
        {{ reporting_day('exposed_at') }} as exposed_on,
        {{ published_key(['person']) }} as person_key
    from people
),

held as (
    select
        keyed.experiment,
        keyed.person,
        visits.session_id,
        row_number() over (
            partition by keyed.experiment, keyed.person
            order by visits.started_at desc nulls last, visits.session_id asc nulls last
        ) as choice
    from keyed
    inner join visits
        on
            keyed.person_key = visits.person_key
            and keyed.exposed_on = visits.date_day
            and {{ seconds_between('visits.started_at', 'keyed.exposed_at') }}
            between 0
            and visits.duration_seconds + {{ 60 * (var('session_timeout_minutes') | int) }}
),

final as (
    select
        held.experiment,
        touches.campaign_key,
        cast(count(*) as bigint) as exposed_people
    from held
    inner join touches on held.session_id = touches.touch_id
    where held.choice = 1
    group by held.experiment, touches.campaign_key
)

select * from final
