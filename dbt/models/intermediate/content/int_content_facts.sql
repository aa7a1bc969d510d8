{%- set measures = ['views', 'clicks', 'sessions_started', 'new_visitors'] -%}
-- How often each asset was met, per day: seen, clicked, begun with. NULL where an asset of that
-- kind cannot be: nobody reports that a form was seen.

with identity_map as (
    select * from {{ ref('int_identity') }} where exclusion_reason is not null
),

days as (
    select * from {{ ref('int_content_days') }}
),

visits as (
    select * from {{ ref('sessions') }}
),

emails as (
    select * from {{ ref('email_campaigns') }} where campaign_id <> '(no campaign)'
),

forms as (
    select * from {{ ref('stg_hubspot__contact_form_submission') }}
),

met as (
    select
        days.date_day, days.asset_type, days.asset_id, cast(null as string) as asset_name,
        case when days.asset_type <> 'download' then days.views end as views,
        case when days.asset_type in ('cta', 'download') then days.clicks end as clicks,
        case when days.asset_type in ('page', 'content') then 0 end as sessions_started,
        case when days.asset_type in ('page', 'content') then 0 end as new_visitors
    from days
    left join identity_map as staff
        on days.actor_kind = staff.actor_kind and days.actor_id = staff.actor_id
    where staff.actor_id is null
    union all
    select
        date_day, {{ page_kind('entry_path') }}, entry_path, null, 0, null, 1,
        case when visit_number = 1 then 1 else 0 end
    from (
        select
            *,
            row_number() over (
                partition by visitor_key
                order by started_at asc nulls last, session_id asc nulls last
            ) as visit_number
        from visits
    ) as numbered
    union all
    select date_day, 'email', campaign_id, campaign_name, opened, clicked, null, null
    from emails
    union all
    select date_day, 'form', form_id, form_name, null, 1, null, null
    from forms
),

final as (
    select
        date_day,
        asset_type,
        asset_id,
        max(asset_name) as asset_name,
        {%- for measure in measures %}
        cast(sum({{ measure }}) as bigint) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from met
    where asset_id is not null
    group by date_day, asset_type, asset_id
)

select * from final
