with source as (
    select * from {{ source('segment', 'tracks') }}
),

final as (
    select
        -- keys
        _source_relation as source_relation,
        id as event_id,
        anonymous_id,
        user_id,
        account_id,
        -- event
        timestamp as occurred_at,
        {{ reporting_day('timestamp') }} as date_day,
        event,
        feature_key,
        platform,
        app_version,
        properties,
        context_page_url as url,
        context_page_referrer as referrer,
        context_campaign_source as utm_source,
        context_campaign_medium as utm_medium,
        context_campaign_name as utm_campaign,
        context_campaign_term as utm_term,
        context_campaign_content as utm_content,
        -- set aside, but counted
        case when {{ is_bot('context_user_agent') }} then 'bot' end as exclusion_reason
    from source
)

select * from final
