-- E-mails opened and clicked and content downloaded, as vendors report them, beside the visits they
-- may have led to. Of a person who opens or clicks a message several times the first time counts.

with touches as (
    select
        *,
        coalesce(person_kind || '|' || person_id, account_id, touch_id) as recipient,
        coalesce(campaign, '(not set)') as campaign_name,
        coalesce(content, '(not set)') as content_name
    from {{ ref('int_touchpoints_bound') }}
    where
        touch_type in ('email_open', 'email_click', 'content')
        and coalesce(exclusion_reason, 'same_visit') = 'same_visit'
),

ranked as (
    select
        *,
        row_number() over (
            partition by touch_type, recipient, channel, source, medium, campaign_name, content_name
            order by touch_at asc nulls last, touch_id asc nulls last
        ) as repeat_number
    from touches
),

final as (
    select
        date_day,
        channel,
        source,
        medium,
        campaign_name as campaign,
        content_name as content,
        {{ count_if("touch_type = 'content'") }} as content_downloads,
        {{ count_if("touch_type = 'email_open' and repeat_number = 1") }} as email_opens,
        {{ count_if("touch_type = 'email_click' and repeat_number = 1") }} as email_clicks
    from ranked
    group by date_day, channel, source, medium, campaign_name, content_name
)

select * from final
