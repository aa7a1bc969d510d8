with responses as (
    select * from {{ ref('voice_responses') }} where is_answered and theme is not null
),

months as (
    select * from {{ ref('int_months') }}
),

account_mrr as (
    select
        account_id, month_on, {{ complete_sum('mrr', 'mrr_original', 'true') }} as mrr,
        count(*) as products
    from {{ ref('int_mrr_months') }}
    group by account_id, month_on
),

known as (
    select count(*) as account_months from account_mrr
),

latest_month as (
    select max(month_on) as month_on from months
),

spellings as (
    select {{ spelling_key('theme') }} as theme_key, min(theme) as theme
    from responses
    group by {{ spelling_key('theme') }}
),

-- Every answer in its month, and once more in the row of all time.
placed as (
    select 'month' as period_type, months.month_on as period_on, months.month_on, responses.*
    from responses
    inner join months on months.month_on = cast(date_trunc('month', responses.responded_on) as date)
    union all
    select
        'all', cast(null as date), latest_month.month_on, responses.*
    from responses
    cross join latest_month
    inner join months on months.month_on = cast(date_trunc('month', responses.responded_on) as date)
),

asked as (
    select
        placed.period_type,
        placed.period_on,
        placed.month_on,
        spellings.theme,
        coalesce(placed.product_id, '(no product)') as product_id,
        placed.account_id,
        placed.respondent_key
    from placed
    inner join spellings on {{ spelling_key('placed.theme') }} = spellings.theme_key
),

requests as (
    select
        period_type,
        period_on,
        theme,
        product_id,
        cast(count(*) as bigint) as requests,
        cast(count(distinct respondent_key) as bigint) as respondents,
        {{ count_if('account_id is null') }} as requests_without_account
    from asked
    group by period_type, period_on, theme, product_id
),

askers as (
    select distinct period_type, period_on, month_on, theme, product_id, account_id
    from asked
    where account_id is not null
),

-- An account that pays nothing adds nothing; one whose rate is missing makes the sum unknown.
earned as (
    select
        askers.period_type,
        askers.period_on,
        askers.theme,
        askers.product_id,
        cast(count(*) as bigint) as accounts,
        {{ count_if('account_mrr.products > 0') }} as paying_accounts,
        case
            when count(account_mrr.products) = count(account_mrr.mrr)
                then {{ as_decimal('12 * coalesce(sum(account_mrr.mrr), 0)') }}
        end as arr
    from askers
    left join account_mrr
        on askers.account_id = account_mrr.account_id and askers.month_on = account_mrr.month_on
    group by askers.period_type, askers.period_on, askers.theme, askers.product_id
),

final as (
    select
        requests.period_type,
        requests.period_on,
        requests.theme,
        requests.product_id,
        requests.requests,
        requests.respondents,
        requests.requests_without_account,
        coalesce(earned.accounts, 0) as accounts,
        coalesce(earned.paying_accounts, 0) as paying_accounts,
        case when known.account_months > 0 then earned.arr end as arr,
        '{{ var("reporting_currency") }}' as currency
    from requests
    cross join known
    left join earned
        on
            requests.period_type = earned.period_type
            and requests.period_on is not distinct from earned.period_on
            and requests.theme = earned.theme
            and requests.product_id = earned.product_id
)

select * from final
