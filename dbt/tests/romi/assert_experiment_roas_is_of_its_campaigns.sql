-- Each row recounts a period of an experiment from what insights.campaigns spent and core.attribution_credits credited in its
-- days, campaign by campaign; a returned row shows another number, or a number where a part is unknown.
with rows_of as (
    select
        own.experiment, own.period, own.campaign_key, parts.campaign_key as member,
        own.starts_on, own.ends_on, own.campaigns, own.spend, own.attributed_value, own.attributed_conversions
    from {{ ref('experiment_roas') }} as own
    inner join {{ ref('experiment_roas') }} as parts
        on own.experiment = parts.experiment and own.period = parts.period
        and parts.campaign_key = case own.campaign_key when '(all)' then parts.campaign_key else own.campaign_key end
    where parts.campaign_key <> '(all)'
),

spent as (
    select
        rows_of.experiment, rows_of.period, rows_of.campaign_key,
        sum(facts.spend) as spend, count(*) - count(facts.spend) as unknown_days
    from rows_of
    inner join {{ ref('campaigns') }} as facts
        on rows_of.member = {{ campaign_surrogate('facts') }}
        and facts.date_day between rows_of.starts_on and rows_of.ends_on
    group by rows_of.experiment, rows_of.period, rows_of.campaign_key
),

credited as (
    select
        rows_of.experiment, rows_of.period, rows_of.campaign_key, count(*) - count(credits.value) as unknown_values,
        {{ as_decimal('sum(credits.value)') }} as value,
        {{ as_decimal('sum(case when sales.is_refund then 0 else credits.weight end)') }} as conversions
    from rows_of
    inner join {{ ref('attribution_credits') }} as credits
        on rows_of.member = credits.campaign_key and credits.touch_day between rows_of.starts_on and rows_of.ends_on
    inner join {{ ref('int_sales') }} as sales on credits.conversion_id = sales.conversion_id and sales.has_amount
    where credits.model = '{{ var("messaging_model") }}' and credits.journey = '{{ var("romi_journey") }}'
    group by rows_of.experiment, rows_of.period, rows_of.campaign_key
),

counted as (
    select experiment, period, campaign_key, cast(count(distinct member) as bigint) as members
    from rows_of
    group by experiment, period, campaign_key
)

select found.*, spent.spend as spent, credited.value as credited
from {{ ref('experiment_roas') }} as found
left join counted
    on found.experiment = counted.experiment and found.period = counted.period and found.campaign_key = counted.campaign_key
left join spent
    on found.experiment = spent.experiment and found.period = spent.period and found.campaign_key = spent.campaign_key
left join credited
    on found.experiment = credited.experiment and found.period = credited.period and found.campaign_key = credited.campaign_key
where
    found.campaigns <> coalesce(counted.members, 0)
    or found.spend <> coalesce(spent.spend, 0)
    or (found.spend is not null and spent.unknown_days > 0)
    or (found.spend is null and found.is_complete and coalesce(spent.unknown_days, 0) = 0)
    or found.attributed_value <> coalesce(credited.value, 0)
    or (found.attributed_value is not null and credited.unknown_values > 0)
    or abs(found.attributed_conversions - coalesce(credited.conversions, 0)) > 0.0001
