{# Missing exchange rates of advertising: a row per currency and day whose amounts are NULL for
   want of a rate. #}
with stats as (
    select * from {{ ref('int_ad_stats') }}
    where
        currency is not null
        and fx_rate is null
        and (spend_original <> 0 or platform_value_original <> 0)
),

grouped as (
    select
        currency,
        date_day,
        case when min(source_relation) = max(source_relation) then min(source_relation) end
            as source_relation,
        count(*) as row_count
    from stats
    group by currency, date_day
),

final as (
    select
        {{ surrogate_key(["'fx_rate_missing'", "'ads'", 'currency', 'date_day']) }} as issue_id,
        'fx_rate_missing' as issue,
        '{{ var("fx_missing_severity") }}' as severity,
        source_relation,
        'currency' as entity,
        currency as key_text,
        date_day,
        'No rate to {{ var("reporting_currency") }} within {{ var("fx_max_staleness_days") }} days '
        || 'up to this day; the amounts of advertising are NULL' as detail,
        cast(row_count as bigint) as row_count
    from grouped
)

select * from final
