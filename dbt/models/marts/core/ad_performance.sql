with stats as (
    select * from {{ ref('int_ad_stats') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }}
),

current_entities as (
    select * from entities where is_current
),

summed as (
    select
        {{ ad_stat_ids() | join(',\n        ') }},
        max(campaign_key) as campaign_key,
        max(ad_group_key) as ad_group_key,
        max(ad_key) as ad_key,
        max(account_timezone) as account_timezone,
        max(fx_rate) as fx_rate,
        max(fx_date) as fx_date,
        {{- sum_measures(ad_measures()) }},
        {{ as_decimal('sum(spend)') }} as spend,
        {{ as_decimal('sum(platform_value)') }} as platform_value,
        max(reach) as reach
    from stats
    group by {{ ad_stat_ids() | join(', ') }}
),

final as (
    select
        {%- for id in ad_stat_ids() | reject('equalto', 'match_type') %}
        summed.{{ id }},
        {%- endfor %}
        coalesce(summed.match_type, keywords.match_type) as match_type,
        accounts.entity_name as account_name,
        campaigns.current_name as campaign_name,
        campaigns.entity_name as campaign_name_at_the_time,
        ad_groups.current_name as ad_group_name,
        ad_groups.entity_name as ad_group_name_at_the_time,
        ads.current_name as ad_name,
        ads.entity_name as ad_name_at_the_time,
        keywords.entity_name as keyword,
        coalesce(summed.account_timezone, campaigns.account_timezone) as account_timezone,
        {{ is_tz_aligned('coalesce(summed.account_timezone, campaigns.account_timezone)') }}
            as is_tz_aligned,
        summed.spend,
        summed.spend_original,
        summed.fx_rate,
        summed.fx_date,
        summed.impressions,
        summed.clicks,
        summed.platform_conversions,
        summed.platform_value,
        summed.platform_value_original,
        summed.view_through_conversions,
        summed.reach
    from summed
    left join current_entities as accounts
        on
            {{ same_entity('summed', 'accounts', 'account') }}
            and summed.account_id = accounts.entity_key
    left join entities as campaigns
        on {{ on_day('summed', 'campaigns', 'campaign') }}
    left join entities as ad_groups
        on {{ on_day('summed', 'ad_groups', 'ad_group') }}
    left join entities as ads
        on {{ on_day('summed', 'ads', 'ad') }}
    left join current_entities as keywords
        on
            {{ same_entity('summed', 'keywords', 'keyword') }}
            and {{ entity_key(['summed.ad_group_id', 'summed.keyword_id']) }} = keywords.entity_key
)

select * from final
