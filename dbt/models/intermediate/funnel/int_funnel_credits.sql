{%- set model = var('messaging_model') -%}
{%- set mql_seconds = 86400 * (var('lead_to_mql_days') | int) -%}
{%- set labels = ['source', 'medium', 'campaign', 'content'] -%}
-- Leads, trials, product-qualified leads, orders, refunds, opportunities and what became of them, a
-- row each, with the one touch that gets the credit (var messaging_model): a touch of the person,
-- else of the account. A deal and its outcome stand under the touch that its opportunity is
-- credited to, so that wins are compared with losses of one origin; all where their cost stands.

with conversions as (
    select *, substring(conversion_id, length(conversion_type) + 2) as record_key
    from {{ ref('conversions') }}
),

sales as (
    select * from {{ ref('int_sales') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

ranked as (
    select
        credits.conversion_id, credits.touch_day, credits.cost_channel as channel, credits.content,
        {%- for label in labels if label != 'content' %}
        coalesce(paid.{{ label }}, credits.{{ label }}) as {{ label }},{% endfor %}
        row_number() over (
            partition by credits.conversion_id
            order by
                case when credits.is_unattributed then 1 else 0 end asc nulls last,
                case when credits.journey = 'person' then 0 else 1 end asc nulls last
        ) as choice
    from {{ ref('attribution_credits') }} as credits
    left join {{ ref('int_touch_labels') }} as paid on credits.touch_id = paid.touch_id
    where credits.model = '{{ model }}'
),

credited as (
    select
        conversions.conversion_type,
        conversions.record_key,
        conversions.conversion_id,
        conversions.account_id,
        conversions.date_day as conversion_day,
        conversions.conversion_at,
        coalesce(ranked.touch_day, conversions.date_day) as touch_day,
        coalesce(ranked.channel, '(unattributed)') as channel,
        {%- for label in labels %}
        coalesce(ranked.{{ label }}, '(not set)') as {{ label }},{% endfor %}
        conversions.value,
        conversions.gross_profit,
        coalesce(segments.segment, '(unknown)') as segment
    from conversions
    left join ranked
        on conversions.conversion_id = ranked.conversion_id and ranked.choice = 1
    left join {{ ref('int_account_segments') }} as segments
        on conversions.account_id = segments.account_id
),

deals as (
    select *, source_relation || '|' || crm || ':' || opportunity_id as record_key
    from {{ ref('int_opportunity_outcomes') }}
),

paid as (
    select distinct trials.conversion_id
    from credited as trials
    inner join {{ ref('int_paid_subscriptions') }} as subscriptions
        on trials.account_id = subscriptions.account_id
    where trials.conversion_type = 'trial'
        and {{ days_between('trials.conversion_day', 'subscriptions.started_on') }}
        between 0 and {{ (var('trial_to_paid_days') | int) - 1 }}
),

-- A deal that closed without a day of creation has no opportunity whose touch it could follow.
followed as (
    select
        deals.outcome as kind,
        coalesce(opportunities.touch_day, deals.closed_on) as touch_day,
        deals.closed_on as conversion_day,
        coalesce(opportunities.channel, '(unattributed)') as channel,
        {%- for label in labels %}
        coalesce(opportunities.{{ label }}, '(not set)') as {{ label }},{% endfor %}
        coalesce(opportunities.segment, deals.segment) as segment,
        deals.amount as value,
        wins.gross_profit,
        deals.amount_original is not null as has_amount,
        coalesce(sales.is_new_customer, false) as is_success,
        cast(null as bigint) as days
    from deals
    cross join clock
    left join credited as opportunities
        on
            opportunities.conversion_type = 'opportunity'
            and deals.record_key = opportunities.record_key
    left join credited as wins
        on wins.conversion_type = 'won' and deals.record_key = wins.record_key
    left join sales on wins.conversion_id = sales.conversion_id
    where deals.outcome <> 'open' and deals.closed_on <= clock.as_of_on
),

-- is_success: a lead that became an MQL in time, an opportunity that closed (after `days`, else
-- they count until tonight), an order of a new customer, a trial whose account paid in time.
counted as (
    select
        credited.conversion_type as kind, credited.touch_day, credited.conversion_day,
        credited.channel,
        {%- for label in labels %} credited.{{ label }},{% endfor %}
        credited.segment,
        credited.value,
        credited.gross_profit,
        coalesce(sales.has_amount, false) as has_amount,
        coalesce(case credited.conversion_type
            when 'lead' then mqls.conversion_at
                < {{ add_seconds('credited.conversion_at', mql_seconds) }}
            when 'opportunity' then deals.closed_on <= clock.as_of_on
            when 'order' then sales.is_new_customer
            when 'trial' then paid.conversion_id is not null
        end, false) as is_success,
        case when credited.conversion_type = 'opportunity'
            then greatest(cast(0 as bigint), {{ days_between(
                'credited.conversion_day',
                'least(coalesce(deals.closed_on, clock.as_of_on), clock.as_of_on)') }})
        end as days
    from credited
    cross join clock
    left join sales on credited.conversion_id = sales.conversion_id
    left join credited as mqls
        on
            mqls.conversion_type = 'mql'
            and {{ key_where("credited.conversion_type = 'lead'", 'credited.record_key') }}
            = mqls.record_key
    left join deals
        on
            {{ key_where("credited.conversion_type = 'opportunity'", 'credited.record_key') }}
            = deals.record_key
    left join paid on credited.conversion_id = paid.conversion_id
    where credited.conversion_type
        in ('lead', 'mql', 'sql', 'trial', 'pql', 'opportunity', 'order', 'refund')
),

final as (
    select * from followed
    union all
    select * from counted
)

select * from final
