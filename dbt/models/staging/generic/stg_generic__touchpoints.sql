with source as (
    select * from {{ source('generic', 'touchpoints') }}
),

final as (
    select
        -- keys
        _source_relation as source_relation,
        touch_id,
        anonymous_id,
        contact_id,
        account_id,
        campaign_id,
        -- touch
        occurred_at,
        {{ reporting_day('occurred_at') }} as date_day,
        touch_type,
        channel,
        source,
        medium,
        campaign,
        content,
        landing_url,
        -- set aside, but counted
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
