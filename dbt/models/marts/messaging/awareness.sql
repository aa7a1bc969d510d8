{%- set visit_measures = [
    'sessions', 'new_visitors', 'engaged_sessions', 'bounces', 'cta_views', 'cta_clicks',
] -%}
{%- set ad_measures = ['impressions', 'clicks', 'branded_clicks'] -%}
{%- set grain = 'date_day, channel, source, medium, campaign, content' -%}
with visits as (
    select * from {{ ref('int_awareness_visits') }}
),

ads as (
    select * from {{ ref('int_awareness_ads') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

-- Visits and ads of one name meet in a row; neither side loses what the other does not know.
both_sides as (
    select
        {{ grain }}, {{ visit_measures | join(', ') }},
        cast(null as bigint) as impressions, cast(null as bigint) as clicks,
        cast(null as bigint) as branded_clicks, 0 as ad_rows, 1 as ads_complete
    from visits
    union all
    select
        date_day, channel, source, medium, campaign, '(not set)' as content,
        {%- for measure in visit_measures %} cast(null as bigint) as {{ measure }},{% endfor %}
        impressions, clicks, branded_clicks, 1 as ad_rows,
        case when is_complete then 1 else 0 end as ads_complete
    from ads
),

met as (
    select
        {{ grain }},
        {%- for measure in visit_measures + ad_measures %}
        sum({{ measure }}) as {{ measure }},
        {%- endfor %}
        max(ad_rows) as ad_rows,
        min(ads_complete) as ads_complete
    from both_sides
    group by {{ grain }}
),

-- No visit on a day that events cover is zero; on a day they do not cover it is unknown.
known as (
    select
        {{ grain }},
        {%- for measure in visit_measures %}
        cast(coalesce(
            {{ measure }},
            case when met.date_day between feed.loaded_from and feed.loaded_until then 0 end
        ) as bigint) as {{ measure }},
        {%- endfor %}
        {%- for measure in ad_measures %}
        cast(case when met.ad_rows = 0 then 0 else {{ measure }} end as bigint) as {{ measure }},
        {%- endfor %}
        coalesce(
            met.ads_complete = 1
            and met.date_day < clock.as_of_on
            and met.date_day between feed.loaded_from and feed.loaded_until, false
        ) as is_complete
    from met
    cross join clock
    cross join feed
),

final as (
    select
        {{ grain }},
        impressions,
        clicks,
        branded_clicks,
        {{ visit_measures | join(', ') }},
        {{ rate_with_bounds('engaged_sessions', 'sessions', 'engagement_rate') }},
        {{ rate_with_bounds('bounces', 'sessions', 'bounce_rate') }},
        {{ rate_with_bounds('cta_clicks', 'cta_views', 'cta_rate') }},
        coalesce(sessions, 0) < {{ var('low_sample_size') }} as is_low_sample,
        coalesce(cta_views, 0) < {{ var('low_sample_size') }} as is_cta_rate_low_sample,
        is_complete
    from known
)

select * from final
