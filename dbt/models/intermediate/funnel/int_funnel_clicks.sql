-- E-mails, by the day they were sent, and what vendors report of e-mails and content without
-- telling of sendings, beside the visits all that may have led to. Of a person who opens or clicks
-- a message several times the first time counts; machines open nothing.
{%- set told = touch_tables() | map('last') | reject('eq', 'touchpoints') | list %}
{%- set measures = ['content_downloads', 'email_delivered', 'email_opens', 'email_clicks'] %}

with emails as (
    select *, {{ utm_value('campaign_name') }} as clean_campaign
    from {{ ref('email_campaigns') }}
),

utm_aliases as (
    select * from {{ ref('stg_generic__utm_aliases') }}
),

sent as (
    select
        emails.date_day,
        coalesce({{ utm_canonical('campaign', 'emails.clean_campaign') }}, '(not set)')
            as campaign,
        emails.delivered,
        emails.opened,
        emails.clicked
    from emails
    {{ utm_alias_joins({'campaign': 'emails.clean_campaign'}) }}
),

touches as (
    select
        *,
        coalesce(person_kind || '|' || person_id, account_id, touch_id) as recipient,
        coalesce(campaign, '(not set)') as campaign_name,
        coalesce(content, '(not set)') as content_name
    from {{ ref('int_touchpoints_bound') }}
    where
        touch_type in ('email_open', 'email_click', 'content')
        and coalesce(exclusion_reason, 'same_visit') = 'same_visit'
        and table_name not in {{ sql_list(told) }}
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

unioned as (
    select
        date_day, 'Email' as channel, '(not set)' as source, 'email' as medium, campaign,
        '(not set)' as content, cast(0 as bigint) as content_downloads,
        delivered as email_delivered, opened as email_opens, clicked as email_clicks
    from sent
    union all
    select
        date_day, channel, source, medium, campaign_name, content_name,
        case when touch_type = 'content' then 1 else 0 end,
        0,
        case when touch_type = 'email_open' then 1 else 0 end,
        case when touch_type = 'email_click' then 1 else 0 end
    from ranked
    where touch_type = 'content' or repeat_number = 1
),

final as (
    select
        date_day, channel, source, medium, campaign, content,
        {%- for measure in measures %}
        cast(sum({{ measure }}) as bigint) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from unioned
    group by date_day, channel, source, medium, campaign, content
)

select * from final
