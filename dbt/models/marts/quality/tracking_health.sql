{%- set verdicts = ['matched', 'shared', 'untagged', 'no_landing'] -%}
with urls as (
    select * from {{ ref('campaign_urls') }}
),

-- UTM values that a campaign adds to every link, for spend of which no landing URL is known.
templates as (
    select
        source_relation, platform, account_id, campaign_id,
        min(utm_source) as utm_source,
        min(utm_campaign) as utm_campaign
    from {{ ref('int_ad_landings') }}
    where landing_url is null and utm_campaign is not null
    group by source_relation, platform, account_id, campaign_id
),

labels as (
    select * from {{ ref('int_campaign_labels') }} where source <> ''
),

touches as (
    select campaigns.source_relation, campaigns.platform, campaigns.account_id,
        touchpoints.date_day, cast(count(*) as bigint) as touches
    from {{ ref('touchpoints') }} as touchpoints
    inner join {{ ref('dim_campaign') }} as campaigns
        on touchpoints.campaign_key = campaigns.campaign_key
    where touchpoints.is_click
    group by
        campaigns.source_relation, campaigns.platform, campaigns.account_id, touchpoints.date_day
),

tagged as (
    select
        urls.source_relation, urls.platform, urls.account_id, urls.date_day, urls.spend,
        urls.clicks,
        urls.is_unallocated,
        {{ campaign_surrogate('urls') }} as campaign_key,
        coalesce(urls.utm_source, templates.utm_source, {{ platform_source('urls.platform') }})
            as utm_source,
        coalesce(urls.utm_campaign, templates.utm_campaign) as utm_campaign
    from urls
    left join templates
        on
            urls.source_relation = templates.source_relation
            and urls.platform = templates.platform
            and urls.account_id = templates.account_id
            and {{ key_where('urls.is_unallocated', 'urls.campaign_id') }} = templates.campaign_id
),

judged as (
    select
        tagged.*,
        case
            when tagged.utm_campaign is null and tagged.is_unallocated then 'no_landing'
            when tagged.utm_campaign is null then 'untagged'
            when tagged.campaign_key = labels.campaign_key then 'matched'
            else 'shared'
        end as verdict
    from tagged
    left join labels
        on tagged.utm_source = labels.source and tagged.utm_campaign = labels.label
),

summed as (
    select
        date_day, source_relation, platform, account_id,
        {{ whole_sum('spend') }} as spend,
        {%- for verdict in verdicts %}
        {{ whole_sum('spend', "verdict = '" ~ verdict ~ "'") }} as spend_{{ verdict }},
        {%- endfor %}
        cast(sum(clicks) as bigint) as clicks
    from judged
    group by date_day, source_relation, platform, account_id
),

final as (
    select
        summed.date_day,
        summed.source_relation,
        summed.platform,
        summed.account_id,
        {{ ad_account_owner('summed') }} as owner,
        summed.spend,
        {%- for verdict in verdicts %}
        summed.spend_{{ verdict }},
        {%- endfor %}
        {{ as_decimal('summed.spend - summed.spend_matched') }} as spend_blind,
        {{ ratio('summed.spend_matched', 'summed.spend') }} as tracking_coverage,
        summed.clicks,
        coalesce(touches.touches, 0) as touches
    from summed
    left join touches
        on
            summed.date_day = touches.date_day
            and summed.source_relation = touches.source_relation
            and summed.platform = touches.platform
            and summed.account_id = touches.account_id
)

select * from final
