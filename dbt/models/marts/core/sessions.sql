{%- set aliases = [['generic', 'utm_aliases']] -%}
{%- set fields = ['source', 'medium', 'campaign', 'term', 'content'] -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days([['generic', 'utm_aliases']]) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

with visits as (
    select * from {{ ref('int_sessions') }}
    where {{ only_bound_days(aliases) }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }}
),

bound as (
    select
        visits.*,
        coalesce(identity_map.person_kind, visits.actor_kind) as person_kind,
        coalesce(identity_map.person_id, visits.actor_id) as person_id,
        identity_map.account_id,
        {%- for field in fields %}
        {{ utm_value('visits.utm_' ~ field) }} as clean_{{ field }},
        {%- endfor %}
        case
            when visits.referrer_host = visits.entry_host
                or {{ site_domain('visits.referrer_host') }}
                = nullif({{ site_domain('visits.entry_host') }}, '') then ''
            else visits.referrer_host
        end as outside_host
    from visits
    left join identity_map
        on visits.actor_kind = identity_map.actor_kind and visits.actor_id = identity_map.actor_id
    where identity_map.exclusion_reason is null
),

named as (
    select
        bound.*,
        {%- for field in fields %}
        {{ utm_canonical(field, 'bound.clean_' ~ field) }}
            as given_{{ field }},
        {%- endfor %}
        coalesce(nullif(bound.outside_host, ''), '(direct)') as host_source,
        case
            when {{ source_is('bound.outside_host', 'search') }} then 'organic'
            when bound.outside_host <> '' then 'referral'
            else '(none)'
        end as host_medium
    from bound
    {{ utm_alias_joins({
        'source': 'bound.clean_source', 'medium': 'bound.clean_medium',
        'campaign': 'bound.clean_campaign', 'term': 'bound.clean_term',
        'content': 'bound.clean_content',
    }) }}
),

-- What is given wins; a click id speaks only where source and medium are silent; then the referrer.
sourced as (
    select
        *,
        {{ traffic_source('given_source', 'given_medium', 'click_id_kind', 'host_source') }}
            as source,
        {{ traffic_medium('given_source', 'given_medium', 'click_id_kind', 'host_medium') }}
            as medium
    from named
),

combinations as (
    select source, medium, given_campaign,
        {{ channel_group('source', 'medium', 'given_campaign') }} as channel
    from sourced
    group by source, medium, given_campaign
),

-- The hash is dear: once per visitor and person, not once per visit.
visitors as (
    select
        source_relation, visitor_kind, visitor_id, person_kind, person_id,
        {{ published_key(['source_relation', 'visitor_kind', 'visitor_id']) }} as visitor_key,
        {{ published_key(['person_kind', 'person_id']) }} as person_key
    from sourced
    group by source_relation, visitor_kind, visitor_id, person_kind, person_id
),

final as (
    select
        sourced.session_id,
        sourced.source_relation,
        visitors.visitor_key,
        visitors.person_key,
        sourced.account_id,
        sourced.date_day,
        sourced.started_at,
        sourced.duration_seconds,
        sourced.entry_url,
        coalesce(nullif({{ regexp_extract_group('sourced.entry_url', '://[^/]+(/.*)$') }}, ''), '/')
            as entry_path,
        nullif(sourced.outside_host, '') as referrer_host,
        combinations.channel,
        sourced.source,
        sourced.medium,
        sourced.given_campaign as campaign,
        sourced.given_term as term,
        sourced.given_content as content,
        {%- for field in fields %}
        sourced.utm_{{ field }} as utm_{{ field }},
        {%- endfor %}
        sourced.click_id_kind,
        sourced.ad_campaign_id,
        sourced.pageviews,
        sourced.events,
        sourced.key_events,
        sourced.cta_views,
        sourced.cta_clicks,
        sourced.content_downloads,
        sourced.demo_views,
        sourced.is_engaged,
        not sourced.is_engaged as is_bounce
    from sourced
    inner join combinations
        on sourced.source = combinations.source
        and sourced.medium = combinations.medium
        and coalesce(sourced.given_campaign, '') = coalesce(combinations.given_campaign, '')
    inner join visitors
        on sourced.source_relation = visitors.source_relation
        and sourced.visitor_kind = visitors.visitor_kind
        and sourced.visitor_id = visitors.visitor_id
        and sourced.person_kind = visitors.person_kind
        and sourced.person_id = visitors.person_id
)

select * from final
