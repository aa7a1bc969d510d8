-- A click or visit that a vendor reports beside the tracked visit it opened is that visit: of the
-- visits of its cookie the nearest, begun within the time that ends a visit. Several clicks may
-- have opened one; touch_choice 1 is the nearest of them.

with touches as (
    select * from {{ ref('int_touchpoints') }}
    where touch_type in ('ad_click', 'session') and exclusion_reason is null
),

visits as (
    select * from {{ ref('int_sessions') }} where visitor_kind = 'anonymous'
),

near as (
    select
        touches.touch_id,
        visits.session_id,
        abs({{ seconds_between('touches.touch_at', 'visits.started_at') }}) as gap_seconds
    from touches
    inner join visits
        on touches.anonymous_id = visits.visitor_id
),

ranked as (
    select
        touch_id,
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
            partition by session_id order by gap_seconds asc nulls last, touch_id asc nulls last
        ) as touch_choice
    from ranked
    where visit_choice = 1
)

select * from final
