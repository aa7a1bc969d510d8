{%- set label = 'channel, source, medium, campaign, content' -%}
{%- set visits = ['sessions', 'return_visitors', 'demo_views'] -%}
{%- set clicks = ['content_downloads', 'email_delivered', 'email_opens', 'email_clicks'] -%}
{%- set steps = ['leads', 'mqls', 'leads_to_mql', 'trials', 'pqls'] -%}
{%- set money = ['spend', 'cost'] -%}
with loaded as (
    select min(date_day) as loaded_from, max(date_day) as loaded_until
    from {{ ref('int_event_days') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

reported as (
    select * from {{ ref('int_funnel_clicks') }}
),

costs as (
    select * from {{ ref('int_funnel_costs') }}
),

-- What has one day only stands in both views.
same_day as (
    select
        date_day, {{ label }}, sessions, sessions - new_visitors as return_visitors, demo_views,
        content_downloads, cast(0 as bigint) as email_delivered, cast(0 as bigint) as email_opens,
        cast(0 as bigint) as email_clicks,
        {{ as_decimal(0) }} as spend, {{ as_decimal(0) }} as cost, 0 as cost_rows,
        1 as costs_complete
    from {{ ref('int_awareness_visits') }}
    union all
    select
        date_day, {{ label }}, 0, 0, 0, content_downloads, email_delivered, email_opens,
        email_clicks,
        {{ as_decimal(0) }}, {{ as_decimal(0) }}, 0, 1
    from reported
    union all
    select
        date_day, {{ label }}, 0, 0, 0, 0, 0, 0, 0, spend, cost, 1,
        case when is_complete then 1 else 0 end
    from costs
),

unioned as (
    {%- for basis, day in {'touch': 'touch_day', 'conversion': 'conversion_day'}.items() %}
    select
        '{{ basis }}' as date_basis, date_day, {{ label }}, {{ (visits + clicks) | join(', ') }},
        {%- for step in steps %} cast(0 as bigint) as {{ step }},{% endfor %}
        {{ money | join(', ') }}, cost_rows, costs_complete
    from same_day
    union all
    select
        '{{ basis }}', {{ day }}, {{ label }}, 0, 0, 0, 0, 0, 0, 0,
        case when kind = 'lead' then 1 else 0 end,
        case when kind = 'mql' then 1 else 0 end,
        case when kind = 'lead' and is_success then 1 else 0 end,
        case when kind = 'trial' then 1 else 0 end,
        case when kind = 'pql' then 1 else 0 end,
        {{ as_decimal(0) }}, {{ as_decimal(0) }}, 0, 1
    from {{ ref('int_funnel_credits') }}
    where kind in ('lead', 'mql', 'trial', 'pql')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

summed as (
    select
        date_basis, date_day, {{ label }},
        {%- for measure in visits + clicks + steps %}
        cast(sum({{ measure }}) as bigint) as {{ measure }},
        {%- endfor %}
        {%- for measure in money %}
        {{ known_sum(measure, 'true') }} as {{ measure }},
        {%- endfor %}
        min(costs_complete) = 1 as is_cost_complete
    from unioned
    group by date_basis, date_day, {{ label }}
),

-- No visit on a day that events cover is zero; on a day they do not cover it is unknown, and so is
-- whether more accounts became product-qualified than are known to have.
known as (
    select
        summed.date_basis, summed.date_day,
        {%- for column in label.split(', ') %} summed.{{ column }},{% endfor %}
        {%- for measure in visits %}
        case
            when summed.date_day between loaded.loaded_from and loaded.loaded_until
                then summed.{{ measure }}
        end as {{ measure }},
        {%- endfor %}
        {%- for measure in clicks + steps + money if measure != 'pqls' %}
        summed.{{ measure }},
        {%- endfor %}
        case
            when
                summed.pqls > 0
                or summed.date_day between loaded.loaded_from and loaded.loaded_until
                then summed.pqls
        end as pqls,
        {{ is_mature_touch('summed.date_basis', 'summed.date_day') }} as is_mature,
        coalesce(
            summed.is_cost_complete
            and summed.date_day < clock.as_of_on
            and summed.date_day between loaded.loaded_from and loaded.loaded_until, false
        ) as is_complete
    from summed
    cross join clock
    cross join loaded
),

final as (
    select
        date_basis, date_day, {{ label }},
        {{ (visits + clicks + steps) | join(', ') }},
        {{ plg_version() }} as rule_version,
        {{ money | join(', ') }},
        '{{ var("messaging_cost_basis") }}' as cost_basis,
        '{{ var("reporting_currency") }}' as currency,
        {{ ratio('leads', 'sessions') }} as lead_rate,
        {{ ratio('leads_to_mql', 'leads') }} as mql_rate,
        {{ wilson_bound('leads_to_mql', 'leads', 'low') }} as mql_rate_low,
        {{ wilson_bound('leads_to_mql', 'leads', 'high') }} as mql_rate_high,
        {{ ratio('email_clicks', 'email_opens') }} as ctor,
        {{ ratio('cost', 'leads') }} as cost_per_lead,
        {{ ratio('cost', 'mqls') }} as cost_per_mql,
        leads < {{ var('low_sample_size') | int }} as is_low_sample,
        is_mature,
        is_complete
    from known
)

select * from final
