-- Touches that a CRM knows of, by its own contact. Responses to campaigns: membership alone is no
-- touch. Forms that contacts filled in.
-- And how each contact first came: HubSpot and Salesforce name a channel, files a source;
-- contacts typed in or imported came by no touch.
{%- set timeout = 60 * var('session_timeout_minutes') %}

with members as (
    select *, coalesce(lower(campaign_type), '') as kind
    from {{ ref('int_crm_campaign_members') }}
    where has_responded and coalesce(first_responded_on, cast(created_at as date)) is not null
),

contacts as (
    select * from {{ ref('int_crm_contacts') }}
    where created_at is not null and first_source is not null
),

first_touches as (
    select
        source_relation, crm, {{ contact_key() }} as contact_key, created_at as touch_at,
        case crm
            when 'hubspot' then {{ hubspot_channel('first_source') }}
            when 'salesforce' then first_source
        end as given_channel,
        case when crm = 'generic' then first_source end as given_source,
        case when crm = 'generic' then first_medium end as given_medium,
        case
            when crm = 'generic' or first_source in ('PAID_SEARCH', 'EMAIL_MARKETING')
                or first_source = 'OTHER_CAMPAIGNS' then first_campaign
            when first_source in ('PAID_SOCIAL', 'SOCIAL_MEDIA') then first_medium
        end as given_campaign
    from contacts
),

-- A response has a day; its time is that of the row where it was made that day.
responses as (
    select
        *,
        case
            when first_responded_on is null or first_responded_on = cast(created_at as date)
                then created_at
            else cast(first_responded_on as timestamp)
        end as touch_at
    from members
),

-- The form by which a contact came is how it came: one touch, with the words of the first. Whether
-- they count is for core.touchpoints to say, which knows what else was seen.
forms as (
    select
        forms.source_relation, forms.form_id, forms.contact_id, forms.submitted_at, forms.date_day,
        forms.source_relation || '|hubspot|' || forms.contact_id as contact_key,
        first_touches.given_channel, first_touches.given_campaign,
        first_touches.contact_key is not null as is_origin
    from {{ ref('stg_hubspot__contact_form_submission') }} as forms
    left join first_touches
        on
            first_touches.crm = 'hubspot'
            and forms.source_relation || '|hubspot|' || forms.contact_id = first_touches.contact_key
            and first_touches.touch_at >= {{ add_seconds('forms.submitted_at', -timeout) }}
            and first_touches.touch_at < {{ add_seconds('forms.submitted_at', timeout + 1) }}
),

told_by_forms as (
    select distinct contact_key from forms where is_origin
),

final as (
    select
        {{ surrogate_key(["'first'", 'contact_key']) }} as touch_id,
        crm as source_name,
        source_relation,
        case crm when 'generic' then 'contacts' else 'contact' end as table_name,
        touch_at,
        {{ reporting_day('touch_at') }} as date_day,
        'form' as touch_type,
        contact_key,
        given_channel, given_source, given_medium, given_campaign,
        true as is_first_touch,
        false as is_origin
    from first_touches
    where
        coalesce(given_channel, given_source) is not null
        and contact_key not in (select contact_key from told_by_forms)
    union all
    select
        {{ surrogate_key(["'response'", 'source_relation', 'crm', 'campaign_member_id']) }},
        crm, source_relation, 'campaign_member',
        touch_at, coalesce(first_responded_on, {{ reporting_day('touch_at') }}),
        case
            when {{ regexp_like('kind', 'event|webinar|conference|seminar|show|fair') }}
                then 'event'
            when {{ regexp_like('kind', 'referral|partner') }} then 'referral'
            when {{ regexp_like('kind', 'content|paper|ebook') }} then 'content'
            when {{ regexp_like('kind', 'mail') }} then 'email_click'
            else 'form'
        end,
        {{ contact_key() }}, campaign_type, null, null, campaign_name, false, false
    from responses
    union all
    select
        {{ form_touch_key() }},
        'hubspot', source_relation, 'contact_form_submission',
        submitted_at, date_day, 'form', contact_key, given_channel, null, null, given_campaign,
        false, is_origin
    from forms
)

select * from final
