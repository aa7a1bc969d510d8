{%- set tables = touch_tables() -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days('date_day', touch_tables(), usage_widen(), usage_widen()) }}",
    post_hook="{{ record_built() }}",
) }}
{%- set emails = {
    'generic': ['stg_generic__email_events', 'email_events', 'respondent', 'recipient_id'],
    'hubspot': ['stg_hubspot__email_event', 'email_event', 'mailbox', 'email_hash'],
} -%}

-- Touches that are no visit to the site, by raw identity and as given; deleted ones and e-mails
-- that a machine opened with a reason. Visits are in int_sessions. A source that joins in adds a
-- branch and its table.

with touches as (
    select * from {{ ref('stg_generic__touchpoints') }}
    where {{ only_changed_days('date_day', tables, usage_widen(), usage_widen()) }}
),

{% for source_name, (model, table_name, kind, recipient) in emails.items() -%}
{{ source_name }}_emails as (
    select * from {{ ref(model) }}
    where {{ is_email_touch() }}
        and {{ only_changed_days('date_day', tables, usage_widen(), usage_widen()) }}
),

{% endfor -%}
final as (
    select
        {{ surrogate_key(["'generic'", 'source_relation', 'touch_id']) }} as touch_id,
        'generic' as source_name,
        source_relation,
        'touchpoints' as table_name,
        occurred_at as touch_at,
        date_day,
        touch_type,
        -- whom it reached
        anonymous_id,
        'contact' as contact_kind,
        contact_id,
        account_id,
        -- where it came from, as given; the URL speaks where the row is silent
        {{ scrub('channel') }} as given_channel,
        {%- for field in ['source', 'medium', 'campaign', 'content'] %}
        {%- set in_url = url_query_value('landing_url', 'utm_' ~ field) %}
        {{ scrub("coalesce(nullif(" ~ field ~ ", ''), " ~ in_url ~ ")") }} as given_{{ field }},
        {%- endfor %}
        {{ click_id_kind('landing_url') }} as click_id_kind,
        coalesce(campaign_id, {{ url_campaign_id('landing_url') }}) as ad_campaign_id,
        cast(null as string) as email_campaign_id,
        exclusion_reason
    from touches
    {%- for source_name, (model, table_name, kind, recipient) in emails.items() %}
    union all
    select
        {{ surrogate_key(["'" ~ source_name ~ " e-mail'", 'source_relation', 'event_id']) }},
        '{{ source_name }}', source_relation, '{{ table_name }}', occurred_at, date_day,
        'email_' || event_type, cast(null as string), '{{ kind }}', {{ recipient }},
        cast(null as string), cast(null as string), cast(null as string), 'email',
        cast(null as string), cast(null as string), cast(null as string), cast(null as string),
        campaign_id, exclusion_reason
    from {{ source_name }}_emails
    {%- endfor %}
)

select * from final
