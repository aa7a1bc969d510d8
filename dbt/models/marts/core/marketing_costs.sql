with campaign_days as (
    select * from {{ ref('int_campaign_days') }}
),

campaigns as (
    select * from {{ ref('dim_campaign') }}
),

cost_days as (
    select * from {{ ref('int_marketing_cost_days') }} where exclusion_reason is null
),

clock as (
    select * from {{ ref('int_clock') }}
),

ad_spend as (
    select
        days.date_day,
        days.source_relation,
        'ad_platform' as origin,
        'media' as cost_type,
        days.platform,
        days.account_id,
        days.campaign_id,
        campaigns.channel,
        cast(null as string) as product_id,
        days.spend_original as amount_original,
        days.currency,
        days.spend as amount,
        days.is_complete
    from campaign_days as days
    left join campaigns
        on
            days.source_relation = campaigns.source_relation
            and days.platform = campaigns.platform
            and days.account_id = campaigns.account_id
            and days.campaign_id = campaigns.campaign_id
    where days.spend_original is null or days.spend_original <> 0
),

sheets as (
    select
        date_day,
        source_relation,
        'sheet' as origin,
        cost_type,
        platform,
        account_id,
        campaign_id,
        channel,
        product_id,
        currency,
        {{ as_decimal('sum(amount_original)') }} as amount_original
    from cost_days
    group by
        date_day, source_relation, cost_type, platform, account_id, campaign_id, channel,
        product_id, currency
),

unioned as (
    select * from ad_spend
    union all
    select
        sheets.date_day, sheets.source_relation, sheets.origin, sheets.cost_type, sheets.platform,
        sheets.account_id, sheets.campaign_id, sheets.channel, sheets.product_id,
        sheets.amount_original, sheets.currency, {{ fx_amount('sheets.amount_original') }}, true
    from sheets
    cross join clock
    {{ fx_joins('sheets.currency', 'least(sheets.date_day, clock.as_of_on)') }}
),

final as (
    select
        unioned.date_day,
        unioned.source_relation,
        unioned.origin,
        unioned.cost_type,
        unioned.platform,
        unioned.account_id,
        unioned.campaign_id,
        coalesce(unioned.channel, '(unknown)') as channel,
        unioned.product_id,
        unioned.amount,
        unioned.amount_original,
        unioned.currency,
        fx.fx_rate,
        fx.fx_date,
        unioned.is_complete
    from unioned
    cross join clock
    {{ fx_joins('unioned.currency', 'least(unioned.date_day, clock.as_of_on)') }}
)

select * from final
