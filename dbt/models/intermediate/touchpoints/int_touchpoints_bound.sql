{%- set fields = ['source', 'medium', 'campaign', 'content'] -%}
-- Touches that are no visit, bound to people, accounts and channels as known tonight. What
-- core.touchpoints leaves out keeps its row here, with the reason.

with touches as (
    select * from {{ ref('int_touchpoints') }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

visits as (
    select * from {{ ref('int_sessions') }} where visitor_kind = 'anonymous'
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }}
),

-- A click or visit that a vendor reports beside the tracked visit it opened is that visit: of the
-- visits of its cookie the nearest, begun within the time that ends a visit.
openings as (
    select
        touches.touch_id,
        visits.session_id,
        abs({{ seconds_between('touches.touch_at', 'visits.started_at') }}) as gap_seconds,
        row_number() over (
            partition by touches.touch_id
            order by
                abs({{ seconds_between('touches.touch_at', 'visits.started_at') }}) asc nulls last,
                visits.session_id asc nulls last
        ) as choice
    from touches
    inner join visits
        on
            touches.anonymous_id = visits.visitor_id
            and abs({{ seconds_between('touches.touch_at', 'visits.started_at') }})
            <= {{ 60 * var('session_timeout_minutes') }}
    where touches.touch_type in ('ad_click', 'session') and touches.exclusion_reason is null
),

bound as (
    select
        touches.*,
        openings.session_id,
        openings.gap_seconds,
        coalesce(
            contacts.person_kind, case when touches.contact_id is not null then 'contact' end,
            cookies.person_kind, case when touches.anonymous_id is not null then 'anonymous' end
        ) as person_kind,
        coalesce(
            contacts.person_id, touches.contact_id, cookies.person_id, touches.anonymous_id
        ) as person_id,
        coalesce(
            merged.account_id, touches.account_id, contacts.account_id, cookies.account_id
        ) as bound_account_id,
        coalesce(contacts.exclusion_reason, cookies.exclusion_reason) as person_exclusion_reason,
        {%- for field in fields %}
        {{ utm_value('touches.given_' ~ field) }} as clean_{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from touches
    left join identity_map as contacts
        on contacts.actor_kind = 'contact' and touches.contact_id = contacts.actor_id
    left join identity_map as cookies
        on cookies.actor_kind = 'anonymous' and touches.anonymous_id = cookies.actor_id
    left join identity_map as merged
        on merged.actor_kind = 'account' and touches.account_id = merged.actor_id
    left join openings
        on touches.touch_id = openings.touch_id and openings.choice = 1
),

named as (
    select
        bound.*,
        -- where a touch names neither source nor medium, its channel or its kind says how it came
        case
            when bound.given_channel is null and bound.touch_type in ('session', 'form', 'content')
                then '(direct)'
            else '(not set)'
        end as silent_source,
        case
            when bound.given_channel is not null then lower(trim(bound.given_channel))
            when bound.touch_type in ('email_open', 'email_click') then 'email'
            when bound.touch_type in ('event', 'referral') then bound.touch_type
            when bound.touch_type = 'ad_click' then 'paid'
            when bound.touch_type = 'impression' then 'cpm'
            else '(none)'
        end as silent_medium,
        {%- for field in fields %}
        {{ utm_canonical(field, 'bound.clean_' ~ field) }} as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from bound
    {{ utm_alias_joins({
        'source': 'bound.clean_source', 'medium': 'bound.clean_medium',
        'campaign': 'bound.clean_campaign', 'content': 'bound.clean_content',
    }) }}
),

sourced as (
    select
        *,
        {{ traffic_source('source', 'medium', 'click_id_kind', 'silent_source') }} as full_source,
        {{ traffic_medium('source', 'medium', 'click_id_kind', 'silent_medium') }} as full_medium
    from named
),

grouped as (
    select
        *,
        {{ channel_group('full_source', 'full_medium', 'campaign') }} as rule_channel,
        case when coalesce(source, medium, click_id_kind) is null
            then {{ known_channel('given_channel') }} end as own_channel
    from sourced
),

final as (
    select
        touch_id,
        source_name, source_relation, table_name,
        touch_at, date_day, touch_type,
        person_kind, person_id,
        bound_account_id as account_id,
        coalesce(own_channel, rule_channel) as channel,
        full_source as source,
        full_medium as medium,
        campaign,
        given_campaign as campaign_raw,
        content,
        ad_campaign_id,
        session_id,
        row_number() over (
            partition by session_id order by gap_seconds asc nulls last, touch_id asc nulls last
        ) as opening_choice,
        coalesce(
            exclusion_reason,
            person_exclusion_reason,
            case when session_id is not null then 'same_visit' end
        ) as exclusion_reason
    from grouped
)

select * from final
