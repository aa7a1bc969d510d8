-- Costs of the sheets, spread evenly over their days, both ends included, to the cent. Media of a
-- campaign on a day for which its platform reports spend (or has yet to report) is the same money
-- twice: the platform counts, the sheet's day is kept with its reason.

with costs as (
    select * from {{ ref('int_marketing_costs') }} where exclusion_reason is null
),

calendar as (
    select * from {{ ref('int_calendar') }}
),

reported as (
    select campaign_id, date_day
    from {{ ref('int_campaign_days') }}
    where spend_original is null or spend_original <> 0
    group by campaign_id, date_day
),

numbered as (
    select
        costs.*,
        calendar.date_day,
        {{ days_between('costs.starts_on', 'calendar.date_day') }} as day_before
    from costs
    inner join calendar
        on calendar.date_day >= costs.starts_on and calendar.date_day <= costs.ends_on
),

final as (
    select
        numbered.source_relation,
        numbered.cost_id,
        numbered.date_day,
        numbered.cost_type,
        numbered.platform,
        numbered.account_id,
        numbered.campaign_id,
        numbered.channel,
        numbered.product_id,
        {{ day_share('numbered.amount_original', 'numbered.day_before', 'numbered.day_count') }}
            as amount_original,
        numbered.currency,
        case
            when reported.campaign_id is not null then 'reported_by_platform'
        end as exclusion_reason
    from numbered
    left join reported
        on
            {{ key_where("numbered.cost_type = 'media'", 'numbered.campaign_id') }}
            = reported.campaign_id
            and numbered.date_day = reported.date_day
)

select * from final
