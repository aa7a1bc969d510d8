-- Who saw which variant of an experiment first, and whether that person did what counts within the
-- window after it, whichever source tells of either. Whoever saw two variants of one experiment is
-- in neither. People are bound as known tonight, staff are left out.

with events as (
    {%- for source in ['stg_segment__tracks', 'stg_generic__events'] %}
    select event, occurred_at, user_id, anonymous_id, properties
    from {{ ref(source) }}
    where exclusion_reason is null and event in {{ sql_list(experiment_events()) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

bound as (
    select
        events.event,
        events.occurred_at,
        events.properties,
        coalesce(
            users.person_kind, case when events.user_id is not null then 'user' end,
            cookies.person_kind, 'anonymous'
        ) || '|'
        || coalesce(users.person_id, events.user_id, cookies.person_id, events.anonymous_id)
            as person
    from events
    left join identity_map as users
        on users.actor_kind = 'user' and events.user_id = users.actor_id
    left join identity_map as cookies
        on
            cookies.actor_kind = 'anonymous'
            and {{ key_where('events.user_id is null', 'events.anonymous_id') }} = cookies.actor_id
    where
        coalesce(events.user_id, events.anonymous_id) is not null
        and users.exclusion_reason is null and cookies.exclusion_reason is null
),

exposures as (
    select
        person,
        occurred_at,
        {{ first_property('properties', var('experiment_properties')) }} as experiment,
        {{ first_property('properties', var('variant_properties')) }} as variant
    from bound
    where event in {{ sql_list(var('experiment_exposure_events')) }}
),

exposed as (
    select
        experiment,
        person,
        min(variant) as variant,
        min(occurred_at) as exposed_at,
        min(variant) <> max(variant) as is_crossed
    from exposures
    where experiment is not null and variant is not null
    group by experiment, person
),

acts as (
    select person, event, occurred_at from bound
    where event in {{ sql_list(var('key_events')) }}
),

final as (
    select
        exposed.experiment,
        exposed.variant,
        exposed.person,
        exposed.exposed_at,
        exposed.is_crossed,
        max(case when acts.occurred_at is not null then 1 else 0 end) = 1 as is_converted
    from exposed
    left join acts
        on
            exposed.person = acts.person
            and acts.occurred_at >= exposed.exposed_at
            and acts.occurred_at
            < {{ add_seconds('exposed.exposed_at', 86400 * (var('experiment_window_days') | int)) }}
    group by
        exposed.experiment, exposed.variant, exposed.person, exposed.exposed_at, exposed.is_crossed
)

select * from final
