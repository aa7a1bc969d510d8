{# Every ad statistic of every platform with its campaign, account and currency bound, in both
   currencies. Rebuilt each night: a late campaign history or exchange rate heals the past. No
   names here. #}
with unioned as (
    select
        source_relation, 'google_ads' as platform, date_day, report_grain, account_id, campaign_id,
        ad_group_id, ad_id, keyword_id, search_term, match_type, cast(null as string) as currency,
        cast(null as string) as landing_url,
        {%- for field in utm_fields() %} cast(null as string) as utm_{{ field }},{% endfor %}
        campaign_id as campaign_key,
        ad_group_id as ad_group_key,
        {{ entity_key(['ad_group_id', 'ad_id']) }} as ad_key,
        {{ ad_measures() | map('first') | join(', ') }}, cast(null as bigint) as reach
    from {{ ref('int_google_ads_stats') }}
    union all
    select
        stats.source_relation, 'facebook_ads', stats.date_day, 'ad', stats.account_id,
        cast(null as string), cast(null as string), stats.ad_id, cast(null as string),
        cast(null as string), cast(null as string), cast(null as string), cast(null as string),
        {%- for field in utm_fields() %} cast(null as string),{% endfor %}
        cast(null as string), cast(null as string), stats.ad_id,
        coalesce(stats.spend_original, 0), stats.impressions, stats.clicks,
        case when loaded.actions > 0 then coalesce(stats.platform_conversions, 0) end,
        case when loaded.action_values > 0 then coalesce(stats.platform_value_original, 0) end,
        stats.view_through_conversions,
        stats.reach
    from {{ ref('int_facebook_ads_stats') }} as stats
    inner join (
        select source_relation, sum(action_rows) as actions, sum(action_value_rows) as action_values
        from {{ ref('int_facebook_ads_stats') }}
        group by source_relation
    ) as loaded
        on stats.source_relation = loaded.source_relation
    union all
    select
        source_relation, 'linkedin_ads', date_day, report_grain, cast(null as string),
        cast(null as string), ad_group_id, ad_id, cast(null as string), cast(null as string),
        cast(null as string), cast(null as string), cast(null as string),
        {%- for field in utm_fields() %} cast(null as string),{% endfor %}
        cast(null as string), ad_group_id, ad_id,
        {{ ad_measures() | map('first') | join(', ') }}, cast(null as bigint)
    from {{ ref('int_linkedin_ads_stats') }}
    union all
    select
        source_relation, platform, date_day, report_grain, account_id, campaign_id,
        ad_group_id, ad_id, cast(null as string), cast(null as string), cast(null as string),
        currency, landing_url,
        {%- for field in utm_fields() %} utm_{{ field }},{% endfor %}
        {{ entity_key(['account_id', 'campaign_id']) }},
        {{ entity_key(['account_id', 'campaign_id', 'ad_group_id']) }},
        {{ entity_key(['account_id', 'campaign_id', 'ad_group_id', 'ad_id']) }},
        {{ ad_measures() | map('first') | join(', ') }}, cast(null as bigint)
    from {{ ref('int_generic_ads_stats') }}
),

entities as (
    select * from {{ ref('int_ad_entities') }} where is_current
),

coarsest as (
    select
        source_relation, platform, date_day,
        min({{ grain_rank('report_grain') }}) as coarsest_rank
    from unioned
    group by source_relation, platform, date_day
),

bound as (
    select
        unioned.source_relation,
        unioned.platform,
        unioned.date_day,
        unioned.report_grain,
        coalesce(
            unioned.account_id, ads.account_id, ad_groups.account_id, campaigns.account_id,
            '(unknown)'
        ) as account_id,
        coalesce(
            unioned.campaign_id, ads.campaign_id, ad_groups.campaign_id, '(unknown)'
        ) as campaign_id,
        coalesce(unioned.ad_group_id, ads.ad_group_id) as ad_group_id,
        unioned.ad_id,
        unioned.keyword_id,
        unioned.search_term,
        unioned.match_type,
        coalesce(unioned.landing_url, ads.landing_url) as landing_url,
        {%- for field in utm_fields() %}
        unioned.utm_{{ field }},
        {%- endfor %}
        coalesce(unioned.campaign_key, ads.campaign_id, ad_groups.campaign_id) as campaign_key,
        coalesce(unioned.ad_group_key, ads.ad_group_id) as ad_group_key,
        unioned.ad_key,
        coalesce(unioned.currency, accounts.currency) as currency,
        accounts.account_timezone,
        {%- for measure in ad_measures() %}
        unioned.{{ measure[0] }},
        {%- endfor %}
        unioned.reach
    from unioned
    left join entities as ads
        on {{ same_entity('unioned', 'ads', 'ad') }} and unioned.ad_key = ads.entity_key
    left join entities as ad_groups
        on
            {{ same_entity('unioned', 'ad_groups', 'ad_group') }}
            and coalesce(unioned.ad_group_key, ads.ad_group_id) = ad_groups.entity_key
    left join entities as campaigns
        on
            {{ same_entity('unioned', 'campaigns', 'campaign') }}
            and coalesce(unioned.campaign_key, ads.campaign_id, ad_groups.campaign_id)
            = campaigns.entity_key
    left join entities as accounts
        on
            {{ same_entity('unioned', 'accounts', 'account') }}
            and coalesce(
                unioned.account_id, ads.account_id, ad_groups.account_id, campaigns.account_id
            ) = accounts.entity_key
),

ranked as (
    select
        bound.*,
        {{ is_counted_ad('bound', 'coarsest.coarsest_rank') }} as is_counted
    from bound
    inner join coarsest
        on
            bound.source_relation = coarsest.source_relation
            and bound.platform = coarsest.platform
            and bound.date_day = coarsest.date_day
),

final as (
    select
        ranked.*,
        fx.fx_rate,
        fx.fx_date,
        {{ fx_amount('ranked.spend_original') }} as spend,
        {{ fx_amount('ranked.platform_value_original') }} as platform_value
    from ranked
    {{ fx_joins('ranked.currency', 'ranked.date_day') }}
)

select * from final
