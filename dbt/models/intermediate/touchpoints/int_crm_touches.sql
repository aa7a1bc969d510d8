-- Touches that a CRM knows of, by its own contact: how each contact first came to it. HubSpot and
-- Salesforce name a channel, files a source; contacts typed in or imported came by no touch. A
-- source that joins in adds a branch.

with contacts as (
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

final as (
    select
        {{ surrogate_key(["'first'", 'contact_key']) }} as touch_id,
        crm as source_name,
        source_relation,
        case crm when 'hubspot' then 'contact' else 'contacts' end as table_name,
        touch_at,
        {{ reporting_day('touch_at') }} as date_day,
        'form' as touch_type,
        contact_key,
        given_channel,
        given_source,
        given_medium,
        given_campaign,
        true as is_first_touch
    from first_touches
    where coalesce(given_channel, given_source) is not null
)

select * from final
