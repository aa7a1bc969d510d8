-- Which touch was one with which asset: visits with the page they began on and what was clicked or
-- fetched on their day, forms and clicks in e-mails. A form or click that is part of a visit stands
-- for that visit.

with visits as (
    select * from {{ ref('sessions') }}
),

raw_visits as (
    select * from {{ ref('int_sessions') }}
),

acts as (
    select distinct source_relation, date_day, actor_kind, actor_id, asset_type, asset_id
    from {{ ref('int_content_days') }}
    where clicks > 0
),

openings as (
    select * from {{ ref('int_visit_openings') }}
),

emails as (
    select * from {{ ref('int_touchpoints') }}
    where touch_type = 'email_click' and exclusion_reason is null and email_campaign_id is not null
),

forms as (
    select *, {{ form_touch_key() }} as touch_id
    from {{ ref('stg_hubspot__contact_form_submission') }}
),

reported as (
    select touch_id, 'email' as asset_type, email_campaign_id as asset_id from emails
    union all
    select touch_id, 'form', form_id from forms
),

touched as (
    select
        session_id as touch_id,
        {{ page_kind('entry_path') }} as asset_type,
        entry_path as asset_id
    from visits
    union all
    select raw_visits.session_id, acts.asset_type, acts.asset_id
    from acts
    inner join raw_visits
        on
            acts.source_relation = raw_visits.source_relation
            and acts.actor_kind = raw_visits.visitor_kind
            and acts.actor_id = raw_visits.visitor_id
            and acts.date_day = raw_visits.date_day
    union all
    select coalesce(openings.session_id, reported.touch_id), reported.asset_type, reported.asset_id
    from reported
    left join openings on reported.touch_id = openings.touch_id
),

final as (
    select distinct touch_id, asset_type, asset_id
    from touched
    where asset_id is not null
)

select * from final
