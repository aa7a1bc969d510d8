{# What advertising rows lack or contradict, one row per connection, issue and key. #}
with stats as (
    select * from {{ ref('int_ad_stats') }}
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
