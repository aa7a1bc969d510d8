with source as (
    select * from {{ source('generic', 'events') }}
),

final as (
    select
        -- keys
        _source_relation as source_relation,
        event_id,
        anonymous_id,
        user_id,
        account_id,
        -- event
        occurred_at,
        {{ reporting_day('occurred_at') }} as date_day,
        event,
        event in {{ sql_list(page_view_events()) }} as is_page_view,
        feature_key,
        platform,
        app_version,
        properties,
        url,
        referrer,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        -- set aside, but counted
        case
            when is_deleted then 'deleted'
            when {{ is_bot('user_agent') }} then 'bot'
        end as exclusion_reason
    from source
)

select * from final
