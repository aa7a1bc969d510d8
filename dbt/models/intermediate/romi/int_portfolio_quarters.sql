{%- set whole_numbers = ['won', 'decided'] -%}
{%- set moneys = [
    'pipeline', 'new_arr', 'retained_mrr', 'opening_mrr', 'net_profit', 'marketing_investment',
    'spend', 'budget',
] -%}
{%- set grown = ['pipeline', 'new_arr', 'active_accounts'] -%}
-- What is known of a product in a calendar quarter, a row for each since anything was: amounts,
-- counts and the quarter before. An amount of which a part has no rate is NULL, and so is who was
-- active in a quarter of which events cover no day.

with calendar as (
    select date_day, quarter_start_on from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

products as (
    select * from {{ ref('int_product_margins') }}
),

product_days as (
    select * from {{ ref('int_portfolio_facts') }}
),

facts as (
    select calendar.quarter_start_on, product_days.*
    from product_days
    inner join calendar on product_days.date_day = calendar.date_day
),

-- Accounts that paid for the product at the month's end and used anything in the month.
active as (
    select
        movements.product_id,
        cast(date_trunc('quarter', movements.month_on) as date) as quarter_start_on,
        cast(count(distinct movements.account_id) as bigint) as active_accounts
    from {{ ref('mrr_movements') }} as movements
    inner join {{ ref('int_account_activity') }} as activity
        on
            movements.account_id = activity.account_id
            and movements.month_on = cast(date_trunc('month', activity.date_day) as date)
    where coalesce(movements.closing_mrr > 0, true) and activity.dau > 0
    group by movements.product_id, cast(date_trunc('quarter', movements.month_on) as date)
),

named as (
    select product_id from products
    union
    select product_id from facts
),

quarters as (
    select
        calendar.quarter_start_on,
        max(calendar.date_day) as quarter_end_on
    from calendar
    cross join clock
    where
        calendar.quarter_start_on >= (select min(quarter_start_on) from facts)
        and calendar.quarter_start_on <= clock.as_of_on
    group by calendar.quarter_start_on
),

summed as (
    select
        product_id,
        quarter_start_on,
        {%- for measure in moneys %}
        {{ known_sum('amount', "measure = '" ~ measure ~ "'") }} as {{ measure }},
        {%- endfor %}
        {%- for measure in whole_numbers %}
        {{ count_if("measure = '" ~ measure ~ "'") }} as {{ measure }},
        {%- endfor %}
        {{ known_sum(as_decimal('amount * slope'), "measure = 'spend' and slope is not null") }}
            as marginal_revenue,
        {{ known_sum('amount', "measure = 'spend' and slope is not null") }} as curve_spend,
        count(case when measure = 'budget' then 1 end) > 0 as has_budget
    from facts
    group by product_id, quarter_start_on
),

dense as (
    select
        named.product_id,
        quarters.quarter_start_on,
        quarters.quarter_end_on,
        products.gross_margin,
        products.market_growth,
        {%- for measure in moneys + ['marginal_revenue', 'curve_spend'] %}
        case
            when summed.product_id is null then {{ as_decimal(0) }} else summed.{{ measure }}
        end as {{ measure }},
        {%- endfor %}
        {%- for measure in whole_numbers %}
        coalesce(summed.{{ measure }}, 0) as {{ measure }},
        {%- endfor %}
        coalesce(summed.has_budget, false) as has_budget,
        case
            when
                quarters.quarter_end_on >= feed.loaded_from
                and quarters.quarter_start_on <= feed.loaded_until
                then coalesce(active.active_accounts, 0)
        end as active_accounts
    from named
    cross join quarters
    cross join feed
    left join products on named.product_id = products.product_id
    left join summed
        on
            named.product_id = summed.product_id
            and quarters.quarter_start_on = summed.quarter_start_on
    left join active
        on
            named.product_id = active.product_id
            and quarters.quarter_start_on = active.quarter_start_on
),

before as (
    select
        *,
        {%- for measure in grown %}
        lag({{ measure }}) over (
            partition by product_id order by quarter_start_on asc nulls last
        ) as {{ measure }}_prior{{ ',' if not loop.last }}
        {%- endfor %}
    from dense
),

final as (
    select
        before.*,
        {%- for measure in grown %}
        before.{{ measure }} - before.{{ measure }}_prior as {{ measure }}_change,
        {%- endfor %}
        before.quarter_end_on < clock.as_of_on as is_complete
    from before
    cross join clock
)

select * from final
