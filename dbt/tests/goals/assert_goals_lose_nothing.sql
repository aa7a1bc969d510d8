-- Each returned row is a key result whose objective has begun, or an initiative, that its mart does not show; or an
-- objective whose counted weights do not add up to 1.
with latest as (
    select key_result_id as id from {{ ref('okr_scores') }} where is_latest
    union all
    select initiative_id from {{ ref('roadmap') }} where is_latest
),

wanted as (
    select key_results.key_result_id as id
    from {{ ref('stg_generic__key_results') }} as key_results
    inner join {{ ref('int_objectives') }} as objectives
        on key_results.objective_id = objectives.objective_id
    cross join {{ ref('int_clock') }} as clock
    where objectives.starts_on < clock.as_of_on
    union all
    select initiative_id from {{ ref('stg_generic__roadmap_initiatives') }}
)

select 'lost' as fault, wanted.id, cast(null as date) as as_of_on
from wanted
left join latest on wanted.id = latest.id
where latest.id is null
union all
select 'weights', objective_id, as_of_on
from {{ ref('okr_scores') }}
where is_counted
group by objective_id, as_of_on
having abs(sum(weight_share) - 1) > 0.000000001
