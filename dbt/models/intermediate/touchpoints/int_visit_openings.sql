-- A click or visit that a vendor reports beside the tracked visit it opened is that visit: of the
-- visits of its cookie the nearest, begun within the time that ends a visit. So is a click in an
-- e-mail, and a form, by the person: the nearest visit, or the one in which the form was filled in.
-- Several touches may belong to one visit; touch_choice 1 is the nearest that opened it.

with touches as (
    select * from {{ ref('int_touchpoints') }}
    where touch_type in ('ad_click', 'session', 'email_click') and exclusion_reason is null
),

forms as (
    select * from {{ ref('int_crm_touches') }} where table_name = 'contact_form_submission'
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

visits as (
    select
        sessions.session_id, sessions.visitor_kind, sessions.visitor_id, sessions.started_at,
        sessions.duration_seconds,
        identity_map.person_kind, identity_map.person_id
    from {{ ref('int_sessions') }} as sessions
    left join identity_map
        on
            sessions.actor_kind = identity_map.actor_kind
            and sessions.actor_id = identity_map.actor_id
),

personal as (
    select
        touches.touch_id, touches.touch_type, touches.touch_at,
        identity_map.person_kind, identity_map.person_id
    from touches
    inner join identity_map
        on
            touches.contact_kind = identity_map.actor_kind
            and touches.contact_id = identity_map.actor_id
    where touches.touch_type = 'email_click'
    union all
    select
        forms.touch_id, forms.touch_type, forms.touch_at,
        identity_map.person_kind, identity_map.person_id
    from forms
    inner join identity_map
        on identity_map.actor_kind = 'crm_contact' and forms.contact_key = identity_map.actor_id
),

near as (
    select
        touches.touch_id,
        touches.touch_type,
        visits.session_id,
        abs({{ seconds_between('touches.touch_at', 'visits.started_at') }}) as gap_seconds
    from touches
    inner join visits
        on visits.visitor_kind = 'anonymous' and touches.anonymous_id = visits.visitor_id
    where touches.touch_type <> 'email_click' or touches.contact_id is null
    union all
    select
        personal.touch_id,
        personal.touch_type,
        visits.session_id,
        case
            when
                personal.touch_type = 'form'
                and {{ seconds_between('visits.started_at', 'personal.touch_at') }}
                between 0 and visits.duration_seconds then 0
            else abs({{ seconds_between('personal.touch_at', 'visits.started_at') }})
        end
    from personal
    inner join visits
        on
            personal.person_kind = visits.person_kind
            and personal.person_id = visits.person_id
),

ranked as (
    select
        touch_id,
        touch_type,
        session_id,
        gap_seconds,
        row_number() over (
            partition by touch_id order by gap_seconds asc nulls last, session_id asc nulls last
        ) as visit_choice
    from near
    where gap_seconds <= {{ 60 * var('session_timeout_minutes') }}
),

final as (
    select
        touch_id,
        session_id,
        row_number() over (
            partition by session_id
            order by
                case when touch_type = 'form' then 1 else 0 end asc nulls last,
                gap_seconds asc nulls last, touch_id asc nulls last
        ) as touch_choice
    from ranked
    where visit_choice = 1
)

select * from final
