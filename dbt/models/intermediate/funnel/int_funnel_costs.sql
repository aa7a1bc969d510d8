-- What marketing cost up to tonight, per day and under the names that visits carry: all of var
-- messaging_cost_basis and, of that, media. A cost of no campaign is its channel's alone; none
-- names a content. A day that is not reported yet, and a cost without a rate, leave the sum
-- unknown.

with costs as (
    select * from {{ ref('marketing_costs') }}
),

-- A sheet knows campaigns, not the connection they come through.
labels as (
    select *, '' as asks from {{ ref('int_ad_labels') }}
    union all
    select *, source_relation from {{ ref('int_ad_labels') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

named as (
    select
        costs.date_day,
        coalesce(labels.channel, costs.channel) as channel,
        coalesce(labels.source, '(not set)') as source,
        coalesce(labels.medium, '(not set)') as medium,
        coalesce(labels.campaign, costs.campaign_id, '(not set)') as campaign,
        costs.cost_type,
        costs.amount,
        costs.is_complete
    from costs
    cross join clock
    left join labels
        on
            costs.platform = labels.platform
            and costs.account_id = labels.account_id
            and costs.campaign_id = labels.campaign_id
            and case costs.origin when 'sheet' then '' else costs.source_relation end
            = labels.asks
    where
        costs.date_day <= clock.as_of_on
        and costs.cost_type in {{ sql_list(cost_bases()[var('messaging_cost_basis')]) }}
),

final as (
    select
        date_day,
        channel,
        source,
        medium,
        campaign,
        {{ known_sum('amount', 'true') }} as cost,
        {{ known_sum('amount', "cost_type = 'media'") }} as spend,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete
    from named
    group by date_day, channel, source, medium, campaign
)

select * from final
