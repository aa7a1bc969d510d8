-- Costs of the sheets, before they are laid over their days. A campaign that exactly one platform
-- knows lends a cost its platform and account, and its channel where the sheet names none.

with costs as (
    select * from {{ ref('stg_generic__marketing_costs') }}
),

campaigns as (
    select
        campaign_id,
        max(platform) as platform,
        max(account_id) as account_id,
        max(channel) as channel
    from {{ ref('dim_campaign') }}
    group by campaign_id
    having count(*) = 1
),

channels as (
    select * from {{ ref('int_sheet_channels') }}
),

final as (
    select
        costs.source_relation,
        costs.cost_id,
        costs.starts_on,
        costs.ends_on,
        cast({{ days_between('costs.starts_on', 'costs.ends_on') }} + 1 as bigint) as day_count,
        costs.cost_type,
        campaigns.platform,
        campaigns.account_id,
        costs.campaign_id,
        coalesce(channels.channel, campaigns.channel) as channel,
        costs.product_id,
        costs.amount_original,
        costs.currency,
        {{ calendar_fault('costs.starts_on', 'costs.ends_on') }} as exclusion_reason
    from costs
    left join campaigns on costs.campaign_id = campaigns.campaign_id
    left join channels on {{ channel_key('costs.channel') }} = channels.channel_key
)

select * from final
