-- How whatever passes through the funnel came at first: the first eligible touch of its person, and
-- of its account.

with entities as (
    select
        entity_kind,
        source_relation,
        crm,
        entity_id,
        max(contact_key) as contact_key,
        max(account_id) as account_id
    from {{ ref('int_funnel_events') }}
    group by entity_kind, source_relation, crm, entity_id
),

people as (
    select actor_id as contact_key, {{ published_key(['person_kind', 'person_id']) }} as person_id
    from {{ ref('int_identity') }}
    where actor_kind = 'crm_contact'
),

touches as (
    select * from {{ ref('touchpoints') }} where is_eligible
),

{%- for whose in ['person', 'account'] %}

{{ whose }}_touches as (
    select {{ whose }}_id, touch_at, channel
    from (
        select
            {{ whose }}_id, touch_at, channel,
            row_number() over (
                partition by {{ whose }}_id
                order by touch_at asc nulls last, touch_id asc nulls last
            ) as place
        from touches
        where {{ whose }}_id is not null
    ) as ranked
    where place = 1
),
{%- endfor %}

final as (
    select
        entities.entity_kind,
        entities.source_relation,
        entities.crm,
        entities.entity_id,
        people.person_id,
        person_touches.touch_at as person_touch_at,
        person_touches.channel as person_channel,
        account_touches.touch_at as account_touch_at,
        account_touches.channel as account_channel
    from entities
    left join people on entities.contact_key = people.contact_key
    left join person_touches on people.person_id = person_touches.person_id
    left join account_touches on entities.account_id = account_touches.account_id
)

select * from final
