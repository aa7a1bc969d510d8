-- People who were touched otherwise than by a visit, with their published key (the hash is dear:
-- once per person, not once per touch) and since when anything is known of them: of all, and
-- without the form by which they came. How a contact first came is told later than it was.

with others as (
    select * from {{ ref('int_touchpoints_bound') }}
    where coalesce(exclusion_reason, 'same_visit') = 'same_visit' and person_id is not null
),

people as (
    select person_kind, person_id, {{ published_key(['person_kind', 'person_id']) }} as person_key
    from others
    group by person_kind, person_id
),

seen as (
    select
        person_key,
        min(touch_at) as first_at,
        min(case when not is_origin then touch_at end) as first_other_at
    from (
        select person_key, started_at as touch_at, false as is_origin from {{ ref('sessions') }}
        union all
        select people.person_key, others.touch_at, others.is_origin
        from others
        inner join people
            on others.person_kind = people.person_kind and others.person_id = people.person_id
        where others.exclusion_reason is null and not others.is_first_touch
    ) as known
    group by person_key
),

final as (
    select
        people.person_kind,
        people.person_id,
        people.person_key,
        seen.first_at,
        seen.first_other_at
    from people
    left join seen
        on people.person_key = seen.person_key
)

select * from final
