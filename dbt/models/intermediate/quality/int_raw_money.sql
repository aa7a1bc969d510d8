-- Money as it stands in the raw tables, per connection: spend per ads report, amounts of
-- opportunities per currency; and how much of it is left out with a reason.

with raw_money as (
    {%- for source_name, table_name, spend, report_grain in published_spend_tables() %}
    select
        '{{ source_name }}' as source_name, _source_relation as source_relation,
        '{{ table_name }}' as table_name, '{{ source_name }}' as platform,
        '{{ report_grain }}' as report_grain, cast(null as string) as currency, 'spend' as measure,
        cast(sum({{ spend }}) as decimal(38, 6)) as amount_in,
        cast(0 as decimal(38, 6)) as amount_excluded
    from {{ source(source_name, table_name) }}
    group by _source_relation
    union all
    {%- endfor %}
    select
        'generic', _source_relation, 'ad_performance', lower(trim(platform)), cast(null as string),
        cast(null as string), 'spend', cast(sum(spend) as decimal(38, 6)),
        cast(sum(case when is_deleted then spend else 0 end) as decimal(38, 6))
    from {{ source('generic', 'ad_performance') }}
    group by _source_relation, lower(trim(platform))
    union all
    select
        'hubspot', _source_relation, 'deal', 'hubspot', cast(null as string),
        property_deal_currency_code, 'amount',
        cast(sum(property_amount) as decimal(38, 6)), cast(0 as decimal(38, 6))
    from {{ source('hubspot', 'deal') }}
    group by _source_relation, property_deal_currency_code
    union all
    select
        'salesforce', _source_relation, 'opportunity', 'salesforce', cast(null as string),
        currency_iso_code, 'amount', cast(sum(amount) as decimal(38, 6)), cast(0 as decimal(38, 6))
    from {{ source('salesforce', 'opportunity') }}
    group by _source_relation, currency_iso_code
    union all
    select
        'generic', _source_relation, 'opportunities', 'generic', cast(null as string),
        currency, 'amount', cast(sum(amount) as decimal(38, 6)), cast(0 as decimal(38, 6))
    from {{ source('generic', 'opportunities') }}
    group by _source_relation, currency
    union all
    select
        crm, source_relation, {{ opportunity_table('crm') }}, crm,
        cast(null as string), currency_original, 'amount', cast(0 as decimal(38, 6)),
        cast(sum(amount_original) as decimal(38, 6))
    from {{ ref('int_opportunity_rows') }}
    where exclusion_reason is not null
    group by crm, source_relation, currency_original
),

final as (
    select
        source_name,
        source_relation,
        table_name,
        platform,
        report_grain,
        case
            when measure = 'amount'
                then coalesce(currency, '{{ crm_home_currency() }}')
        end as currency,
        measure,
        cast(coalesce(sum(amount_in), 0) as decimal(38, 6)) as amount_in,
        cast(coalesce(sum(amount_excluded), 0) as decimal(38, 6)) as amount_excluded
    from raw_money
    group by
        source_name, source_relation, table_name, platform, report_grain, measure,
        case
            when measure = 'amount'
                then coalesce(currency, '{{ crm_home_currency() }}')
        end
)

select * from final
