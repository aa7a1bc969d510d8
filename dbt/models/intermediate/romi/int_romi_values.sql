{%- set shares = {
    'future_gross_profit': 'future_gross_profit', 'clv': 'clv',
    'new_monthly_gross_profit': 'monthly_gross_profit',
} -%}
{%- set by_itself = rests_on_awareness('visit_channel') -%}
-- What sales brought, by the month of the touch that earned the credit (the month of the sale where
-- nothing did), per scope and attribution model. A part that is not known makes its sum unknown.
-- What was paid back takes off money, there or in its own month, and is counted nowhere.
-- Credit stands in the channel that its cost is booked on; ad_revenue is what ad spend paid for.

with credits as (
    select *
    from {{ ref('attribution_credits') }}
    where
        conversion_type in ('won', 'order', 'refund')
        and journey = '{{ var("romi_journey") }}'
),

sales as (
    select * from {{ ref('int_sales') }}
),

-- Media that no ad campaign spent, as that of affiliates: its channel's touches are paid for by it
-- and have no campaign to say so.
own_media as (
    select cast(date_trunc('month', date_day) as date) as month_on, channel
    from {{ ref('marketing_costs') }}
    where cost_type = 'media' and platform is null
    group by cast(date_trunc('month', date_day) as date), channel
),

credited as (
    select
        cast(date_trunc('month', coalesce(credits.touch_day, credits.conversion_day)) as date)
            as month_on,
        credits.model,
        case when credits.is_unattributed then '(unattributed)' else credits.campaign_key end
            as campaign_key,
        credits.cost_channel as channel,
        credits.channel as visit_channel,
        credits.is_paid or credits.campaign_key is not null as is_of_ads,
        sales.product_id,
        case when sales.is_refund then 0 else credits.weight end as weight,
        credits.value,
        credits.gross_profit,
        sales.has_amount,
        sales.is_new_customer,
        sales.is_of_new_customer,
        {%- for name, column in shares.items() %}
        {{ decimal_product('sales.' ~ column, 'credits.weight', 13, 12) }}
            as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from credits
    inner join sales on credits.conversion_id = sales.conversion_id
),

judged as (
    select
        credited.*, credited.is_of_ads or own_media.month_on is not null as is_paid_for
    from credited
    left join own_media
        on credited.month_on = own_media.month_on and credited.channel = own_media.channel
),

scoped as (
    {%- for scope, scope_id in romi_scopes().items() %}
    select *, '{{ scope }}' as scope, {{ scope_id }} as scope_id from judged
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        month_on,
        scope,
        scope_id,
        model as attribution_model,
        {{ as_decimal('sum(weight)') }} as conversions,
        {{ as_decimal('sum(case when is_new_customer then weight else 0 end)') }} as new_customers,
        {{ known_sum('value', 'has_amount') }} as revenue,
        {{ known_sum('value', 'has_amount and is_paid_for') }} as ad_revenue,
        {{ known_sum('value', 'has_amount and is_of_new_customer') }} as new_customer_revenue,
        {{ known_sum('value', 'has_amount and is_paid_for and is_of_new_customer') }}
            as new_customer_ad_revenue,
        {{ known_sum('gross_profit', 'has_amount') }} as gross_profit,
        {%- for name in shares %}
        {{ known_sum(name, 'is_new_customer') }} as {{ name }},
        {%- endfor %}
        {{ known_sum('gross_profit', 'has_amount and ' ~ by_itself) }} as awareness_gross_profit
    from scoped
    group by month_on, scope, scope_id, model
)

select * from final
