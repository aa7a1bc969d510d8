with months as (
    select * from {{ ref('int_mrr_months') }}
),

calendar as (
    select * from {{ ref('int_months') }}
),

sides as (
    select
        account_id, product_id, month_on, mrr, mrr_original, currency, fx_rate, fx_date,
        false as is_opening
    from months
    union all
    select
        months.account_id, months.product_id, calendar.month_on, months.mrr, months.mrr_original,
        months.currency, months.fx_rate, months.fx_date, true
    from months
    inner join calendar on months.next_month_on = calendar.month_on
),

-- Not owned is nothing in every currency; owned without a rate is unknown.
paired as (
    select
        account_id,
        product_id,
        month_on,
        {{ count_if('is_opening') }} = 1 as was_owned,
        {{ count_if('not is_opening') }} = 1 as is_owned,
        case when {{ count_if('is_opening') }} = 0 then 0
            else max(case when is_opening then mrr end) end as opening_mrr,
        case when {{ count_if('not is_opening') }} = 0 then 0
            else max(case when not is_opening then mrr end) end as closing_mrr,
        coalesce(max(case when is_opening then mrr_original end), 0) as opening_mrr_original,
        coalesce(max(case when not is_opening then mrr_original end), 0) as closing_mrr_original,
        case when count(currency) = count(*) and min(currency) = max(currency)
            then min(currency) end as currency,
        max(fx_rate) as fx_rate,
        max(fx_date) as fx_date
    from sides
    group by account_id, product_id, month_on
),

followed as (
    select
        *,
        max(case when was_owned then 1 else 0 end) over (partition by account_id, month_on) = 1
            as was_customer,
        month_on = min(month_on) over (partition by account_id) as is_first_month
    from paired
),

named as (
    select
        *,
        case
            when was_owned and is_owned then 'change'
            when was_owned then 'churn'
            when was_customer then 'cross_sell'
            when is_first_month then 'new'
            else 'reactivation'
        end as movement
    from followed
),

final as (
    select
        named.account_id,
        named.product_id,
        named.month_on,
        {{ as_decimal('named.opening_mrr') }} as opening_mrr,
        {{ as_decimal("case when movement = 'new' then closing_mrr else 0 end") }} as new,
        {{ as_decimal("case
            when movement <> 'change' or closing_mrr <= opening_mrr then 0
            when closing_mrr > opening_mrr then closing_mrr - opening_mrr
        end") }}
            as upsell,
        {{ as_decimal("case when movement = 'cross_sell' then closing_mrr else 0 end") }}
            as cross_sell,
        {{ as_decimal("case
            when movement <> 'change' or closing_mrr >= opening_mrr then 0
            when closing_mrr < opening_mrr then opening_mrr - closing_mrr
        end") }}
            as contraction,
        {{ as_decimal("case when movement = 'churn' then opening_mrr else 0 end") }} as churn,
        {{ as_decimal("case when movement = 'reactivation' then closing_mrr else 0 end") }}
            as reactivation,
        {{ as_decimal('named.closing_mrr') }} as closing_mrr,
        case when named.currency is not null then {{ as_decimal('named.opening_mrr_original') }} end
            as opening_mrr_original,
        case when named.currency is not null then {{ as_decimal('named.closing_mrr_original') }} end
            as closing_mrr_original,
        named.currency,
        case when named.currency is not null then named.fx_rate end as fx_rate,
        case when named.currency is not null then named.fx_date end as fx_date,
        calendar.is_complete
    from named
    inner join calendar on named.month_on = calendar.month_on
)

select * from final
