{%- set fields = ['source', 'medium', 'campaign', 'content'] -%}
{#- An e-mail's campaign is known by its id; its name may come later than the e-mail. -#}
{%- set given = {
    'campaign': 'coalesce(touches.given_campaign, email_campaigns.campaign_name)',
} -%}
-- Touches that are no visit, bound to people, accounts and channels as known tonight. What
-- core.touchpoints leaves out keeps its row here, with the reason.

with touches as (
    select
        touch_id, source_name, source_relation, table_name, touch_at, date_day, touch_type,
        anonymous_id, contact_kind, contact_id, account_id,
        given_channel, given_source, given_medium, given_campaign, given_content,
        click_id_kind, ad_campaign_id, email_campaign_id, exclusion_reason,
        false as is_first_touch, false as is_origin
    from {{ ref('int_touchpoints') }}
    union all
    select
        touch_id, source_name, source_relation, table_name, touch_at, date_day, touch_type,
        null, 'crm_contact', contact_key, null,
        given_channel, given_source, given_medium, given_campaign, null,
        null, null, null, null, is_first_touch, is_origin
    from {{ ref('int_crm_touches') }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }}
),

openings as (
    select * from {{ ref('int_visit_openings') }}
),

email_campaigns as (
    select * from {{ ref('int_email_campaigns') }}
),

bound as (
    select
        touches.*,
        openings.session_id,
        openings.touch_choice,
        email_campaigns.campaign_name as email_campaign_name,
        coalesce(
            contacts.person_kind, cookies.person_kind,
            case when touches.contact_id is not null
                then replace(touches.contact_kind, 'crm_contact', 'contact') end,
            case when touches.anonymous_id is not null then 'anonymous' end
        ) as person_kind,
        coalesce(
            contacts.person_id, cookies.person_id, touches.contact_id, touches.anonymous_id
        ) as person_id,
        coalesce(
            merged.account_id, touches.account_id, contacts.account_id, cookies.account_id
        ) as bound_account_id,
        coalesce(contacts.exclusion_reason, cookies.exclusion_reason) as person_exclusion_reason,
        {%- for field in fields %}
        {{ utm_value(given[field] | default('touches.given_' ~ field)) }}
            as clean_{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from touches
    left join identity_map as contacts
        on touches.contact_kind = contacts.actor_kind and touches.contact_id = contacts.actor_id
    left join identity_map as cookies
        on cookies.actor_kind = 'anonymous' and touches.anonymous_id = cookies.actor_id
    left join identity_map as merged
        on merged.actor_kind = 'account' and touches.account_id = merged.actor_id
    left join openings
        on touches.touch_id = openings.touch_id
    left join email_campaigns
        on
            touches.source_name = email_campaigns.source_name
            and touches.source_relation = email_campaigns.source_relation
            and touches.email_campaign_id = email_campaigns.campaign_id
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
            when {{ known_channel('bound.given_channel') }} is not null then '(not set)'
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
        coalesce(given_campaign, email_campaign_name) as campaign_raw,
        content,
        ad_campaign_id,
        is_first_touch, is_origin,
        session_id, touch_choice,
        coalesce(
            exclusion_reason,
            person_exclusion_reason,
            case when session_id is not null then 'same_visit' end
        ) as exclusion_reason
    from grouped
)

select * from final
