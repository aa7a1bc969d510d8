-- Money from raw to the marts: every report in core.ad_performance, the one report per campaign-day
-- that counts in insights.campaigns, and the amounts of core.opportunities.

with raw_money as (
    select * from {{ ref('int_raw_money') }}
),

ranked as (
    select
        *,
        {{ grain_rank('report_grain') }} as fineness,
        min({{ grain_rank('report_grain') }}) over (
            partition by source_relation, platform, date_day
        ) as day_fineness
    from {{ ref('ad_performance') }}
),

judged as (
    select *, {{ is_counted_ad('ranked', 'day_fineness') }} as is_counted
    from ranked
),

ads as (
    select * from judged where spend_original is not null
),

campaigns as (
    select * from {{ ref('campaigns') }} where spend_original is not null
),

coarsest as (
    select
        *,
        min(fineness) over (
            partition by source_relation, platform, account_id, campaign_id, date_day
        ) as coarsest_fineness
    from ads
    where is_counted
),

-- A campaign-day in several currencies has no original amount that could be published.
campaign_days as (
    select
        source_relation,
        platform,
        case
            when min(currency) < max(currency) then '(several)'
            else coalesce(max(currency), '(unknown)')
        end as currency,
        sum(spend_original) as amount,
        coalesce(min(currency) < max(currency), false) as is_mixed
    from coarsest
    where fineness = coarsest_fineness
    group by source_relation, platform, account_id, campaign_id, date_day
),

sides as (
    select
        source_name, source_relation, table_name, platform, report_grain, currency, measure,
        amount_in, amount_excluded, cast(0 as decimal(38, 6)) as amount_found
    from raw_money
    union all
    -- Reports of a vendor are matched by their grain, rows handed in as files by their platform.
    select
        reports.source_name, ads.source_relation, reports.table_name, ads.platform,
        reports.report_grain, cast(null as string), 'spend',
        cast(0 as decimal(38, 6)), cast(0 as decimal(38, 6)), ads.spend_original
    from ads
    inner join (
        select source_name, source_relation, table_name, platform, report_grain
        from raw_money
        where measure = 'spend'
    ) as reports
        on
            ads.source_relation = reports.source_relation
            and ads.platform = reports.platform
            and (reports.report_grain is null or ads.report_grain = reports.report_grain)
    union all
    select
        crm, source_relation, {{ opportunity_table('crm') }}, crm,
        cast(null as string), currency, 'amount',
        cast(0 as decimal(38, 6)), cast(0 as decimal(38, 6)), amount_original
    from {{ ref('opportunities') }}
    where amount_original is not null
    union all
    select
        'core', source_relation, 'ad_performance', platform, cast(null as string), currency,
        'spend', amount, case when is_mixed then amount else 0 end, cast(0 as decimal(38, 6))
    from campaign_days
    union all
    select
        'core', source_relation, 'ad_performance', platform, cast(null as string),
        coalesce(currency, '(unknown)'), 'spend',
        cast(0 as decimal(38, 6)), cast(0 as decimal(38, 6)), spend_original
    from campaigns
    where spend_original <> 0
),

final as (
    select
        source_name,
        source_relation,
        table_name,
        platform,
        currency,
        measure,
        cast(sum(amount_in) as decimal(38, 6)) as amount_in,
        cast(sum(amount_excluded) as decimal(38, 6)) as amount_excluded,
        cast(sum(amount_found) as decimal(38, 6)) as amount_found
    from sides
    group by source_name, source_relation, table_name, platform, currency, measure
)

select * from final
