{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ usage_delete_days() }}",
    post_hook="{{ record_built() }}",
) }}
{%- set visitor_day = 'source_relation, visitor_kind, visitor_id, date_day' -%}
{%- set counted = [
    ['key_events', 'key_event'], ['cta_view_events', 'cta_view'], ['cta_click_events', 'cta_click'],
    ['content_download_events', 'content_download'], ['demo_view_events', 'demo_view'],
] %}
{%- set tags = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] %}

-- Visits by raw visitor. A visit ends after inactivity and at midnight of the reporting time zone,
-- so a day's visits depend on that day's events alone. A stretch of events without a page view is
-- no visit.

with events as (
    select
        *,
        case when anonymous_id is not null then 'anonymous' else 'user' end as visitor_kind,
        coalesce(anonymous_id, user_id) as visitor_id
    from {{ ref('int_page_events') }}
    where {{ usage_scan('occurred_at') }} and {{ usage_only_days() }}
),

-- Most events are made inside the product, by visitors who see no page of the site that day.
viewers as (
    select {{ visitor_day }}
    from events
    where is_page_view
    group by {{ visitor_day }}
),

viewed as (
    select events.*
    from events
    inner join viewers
        on
            events.source_relation = viewers.source_relation
            and events.visitor_kind = viewers.visitor_kind
            and events.visitor_id = viewers.visitor_id
            and events.date_day = viewers.date_day
),

marked as (
    select
        {{ visitor_day }}, user_id, occurred_at, table_name, event_id, is_page_view,
        {%- for listed in counted %}
        event in {{ sql_list(var(listed[0])) }} as is_{{ listed[1] }},
        {%- endfor %}
        url, referrer, {{ tags | join(', ') }},
        coalesce(nullif({{ tags | join(", ''), nullif(") }}, '')) is not null
            or {{ has_acquisition('url') }} as is_tagged
    from viewed
),

ordered as (
    select
        *,
        lag(occurred_at) over (
            partition by {{ visitor_day }}
            order by occurred_at nulls last, table_name nulls last, event_id nulls last
        ) as previous_at,
        row_number() over (
            partition by {{ visitor_day }}
            order by occurred_at nulls last, table_name nulls last, event_id nulls last
        ) as event_number
    from marked
),

numbered as (
    select
        *,
        sum(
            case
                when previous_at is null then 1
                when
                    {{ seconds_between('previous_at', 'occurred_at') }}
                    > {{ 60 * var('session_timeout_minutes') }} then 1
                else 0
            end
        ) over (
            partition by {{ visitor_day }}
            order by event_number nulls last
            rows between unbounded preceding and current row
        ) as session_number
    from ordered
),

sessions as (
    select
        {{ visitor_day }},
        session_number,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        min_by(table_name || ':' || event_id, event_number) as first_event,
        case when min(user_id) = max(user_id) then min(user_id) end as user_id,
        min_by(coalesce(url, ''), event_number) filter (where is_page_view) as entry_url,
        min_by(coalesce(referrer, ''), event_number) filter (where is_page_view) as entry_referrer,
        min_by(coalesce(url, ''), event_number) filter (where is_tagged) as tagged_url,
        {%- for tag in tags %}
        min_by(coalesce({{ tag }}, ''), event_number) filter (where is_tagged) as {{ tag }},
        {%- endfor %}
        {{ count_if('is_page_view') }} as pageviews,
        cast(count(*) as bigint) as events
        {%- for listed in counted %},
        {{ count_if('is_' ~ listed[1]) }} as {{ listed[1] }}s
        {%- endfor %}
    from numbered
    group by {{ visitor_day }}, session_number
),

final as (
    select
        {{ surrogate_key(['source_relation', 'visitor_kind', 'visitor_id', 'first_event']) }}
            as session_id,
        source_relation, visitor_kind, visitor_id,
        -- whom the visit belongs to: the one user that signed in during it, else the visitor
        case when user_id is not null then 'user' else visitor_kind end as actor_kind,
        coalesce(user_id, visitor_id) as actor_id,
        date_day,
        started_at,
        {{ seconds_between('started_at', 'ended_at') }} as duration_seconds,
        -- entry; the query string may hold tokens and addresses and stays behind
        {{ url_without_query('entry_url') }} as entry_url,
        {{ url_host('entry_url') }} as entry_host,
        {{ url_host('entry_referrer') }} as referrer_host,
        -- acquisition, as given
        {%- for tag in tags %}
        {%- set in_url = url_query_value('tagged_url', tag) %}
        {{ scrub("coalesce(nullif(" ~ tag ~ ", ''), " ~ in_url ~ ")") }} as {{ tag }},
        {%- endfor %}
        {{ click_id_kind('tagged_url') }} as click_id_kind,
        {{ url_campaign_id('tagged_url') }} as ad_campaign_id,
        coalesce(
            {%- for name in paid_click_ids() %}
            {{ url_query_value('tagged_url', name) }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) as click_id,
        pageviews, events, key_events, cta_views, cta_clicks, content_downloads, demo_views,
        {{ seconds_between('started_at', 'ended_at') }} > {{ var('engaged_session_seconds') }}
            or pageviews >= 2
            or key_events >= 1 as is_engaged
    from sessions
    where pageviews >= 1
)

select * from final
