{%- set tables = [['generic', 'touchpoints']] -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days(
        'date_day', [['generic', 'touchpoints']], usage_widen(), usage_widen()
    ) }}",
    post_hook="{{ record_built() }}",
) }}

-- Touches that are no visit to the site, by raw identity and as given; deleted ones with a reason.
-- Visits are in int_sessions. A source that joins in adds a branch and its table.

with touches as (
    select * from {{ ref('stg_generic__touchpoints') }}
    where {{ only_changed_days('date_day', tables, usage_widen(), usage_widen()) }}
),

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
        exclusion_reason
    from touches
)

select * from final
