-- The person behind a cookie. A cookie never makes people one: seen with several, it is nobody's.

with links as (
    select * from {{ ref('int_identity_links') }} where left_kind = 'anonymous' and not is_hub
),

people as (
    select * from {{ ref('int_people') }}
),

counted as (
    select
        links.left_id as anonymous_id,
        cast(count(distinct people.person_kind || '|' || people.person_id) as bigint) as people,
        min(people.person_kind) as person_kind,
        min(people.person_id) as person_id
    from links
    inner join people
        on links.right_kind = people.kind and links.right_id = people.id
    group by links.left_id
),

final as (
    select
        anonymous_id,
        case when people = 1 then person_kind end as person_kind,
        case when people = 1 then person_id end as person_id,
        people,
        people = 1 as is_bound
    from counted
)

select * from final
