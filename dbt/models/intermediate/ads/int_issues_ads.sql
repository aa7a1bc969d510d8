{# What advertising rows lack or contradict, one row per connection, issue and key. #}
with stats as (
    select * from {{ ref('int_ad_stats') }}
),

facebook_values as (
    select
        source_relation, ad_id, date_day, action_type,
        case when action_type like '%purchase' then 'purchase' else 'lead' end as kind,
        sum(conversion_value_original) as amount
    from {{ ref('stg_facebook_ads__basic_ad_action_values') }}
    where
        action_type in {{ sql_list(facebook_conversion_types()) }}
        and (action_type like '%purchase' or action_type like '%lead%')
        and conversion_value_original > 0
    group by source_relation, ad_id, date_day, action_type
),

-- Ad-days on which several of the types that are summed report money for one kind of conversion.
facebook_doubles as (
    select
        source_relation, kind, date_day,
        case when min(amount) = max(amount) then 1 else 0 end as is_same
    from facebook_values
    group by source_relation, kind, ad_id, date_day
    having count(*) > 1
),

-- By chance two types agree to the cent on some days, never on all of several.
facebook_mirrors as (
    select source_relation, kind
    from facebook_doubles
    group by source_relation, kind
    having count(*) >= 3 and min(is_same) = 1
),

found as (
    select
        source_relation,
        'ad_campaign_unknown' as issue,
        'ad' as entity,
        coalesce(ad_id, ad_group_id, '(none)') as key_text,
        date_day,
        'No history names the campaign of this ad or ad group; its statistics stand under (unknown)'
            as detail
    from stats
    where campaign_id = '(unknown)'
    union all
    select
        source_relation,
        'ad_currency_unknown',
        'account',
        account_id,
        date_day,
        'Neither the rows nor the account history give a currency; amounts cannot be converted'
    from stats
    where currency is null and (spend_original <> 0 or platform_value_original <> 0)
    union all
    select
        source_relation,
        'ad_spend_unknown',
        'account',
        account_id,
        date_day,
        'The platform reported this day without its spend; amounts and costs per result are empty'
    from stats
    where spend_original is null
    union all
    select
        source_relation,
        'ad_currencies_mixed',
        'campaign',
        campaign_id,
        date_day,
        'One campaign-day in several currencies; only amounts in the reporting currency are given'
    from stats
    group by source_relation, platform, account_id, campaign_id, date_day, report_grain
    having count(distinct currency) > 1
    union all
    select
        doubles.source_relation,
        'ad_conversions_counted_twice',
        'action type',
        doubles.kind,
        doubles.date_day,
        'Meta reports the same money under two action types of var facebook_conversion_action_types'
    from facebook_doubles as doubles
    inner join facebook_mirrors as mirrors
        on doubles.source_relation = mirrors.source_relation and doubles.kind = mirrors.kind
),

final as (
    select
        {{ surrogate_key(['issue', 'source_relation', 'entity', 'key_text']) }} as issue_id,
        issue,
        'warn' as severity,
        source_relation,
        entity,
        key_text,
        min(date_day) as date_day,
        max(detail) as detail,
        cast(count(*) as bigint) as row_count
    from found
    group by issue, source_relation, entity, key_text
)

select * from final
