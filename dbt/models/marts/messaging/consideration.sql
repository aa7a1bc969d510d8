{%- set label = 'channel, source, medium, campaign' -%}
{%- set visits = ['sessions', 'return_visitors', 'demo_views'] -%}
{%- set clicks = ['content_downloads', 'email_delivered', 'email_opens', 'email_clicks'] -%}
{%- set steps = ['leads', 'mqls', 'leads_to_mql', 'trials', 'pqls'] -%}
{%- set money = ['spend', 'cost'] -%}
with feed as (
    select * from {{ ref('int_event_feed') }}
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
        date_day, {{ label }}, content, sessions, sessions - new_visitors as return_visitors,
        demo_views, content_downloads, cast(0 as bigint) as email_delivered,
        cast(0 as bigint) as email_opens, cast(0 as bigint) as email_clicks,
        {{ as_decimal(0) }} as spend, {{ as_decimal(0) }} as cost, 1 as costs_complete
    from {{ ref('int_awareness_visits') }}
    union all
    select
        date_day, {{ label }}, content, 0, 0, 0, content_downloads, email_delivered, email_opens,
        email_clicks,
        {{ as_decimal(0) }}, {{ as_decimal(0) }}, 1
    from reported
    union all
    select
        date_day, {{ label }}, '(all)', 0, 0, 0, 0, 0, 0, 0, spend, cost,
        case when is_complete then 1 else 0 end
    from costs
),

unioned as (
    {%- for basis, day in {'touch': 'touch_day', 'conversion': 'conversion_day'}.items() %}
    select
        '{{ basis }}' as date_basis, date_day, {{ label }}, content,
        {{ (visits + clicks) | join(', ') }},
        {%- for step in steps %} cast(0 as bigint) as {{ step }},{% endfor %}
        {{ money | join(', ') }}, costs_complete
    from same_day
    union all
    select
        '{{ basis }}', {{ day }}, {{ label }}, content, 0, 0, 0, 0, 0, 0, 0,
        case when kind = 'lead' then 1 else 0 end,
        case when kind = 'mql' then 1 else 0 end,
        case when kind = 'lead' and is_success then 1 else 0 end,
        case when kind = 'trial' then 1 else 0 end,
        case when kind = 'pql' then 1 else 0 end,
        {{ as_decimal(0) }}, {{ as_decimal(0) }}, 1
    from {{ ref('int_funnel_credits') }}
    where kind in ('lead', 'mql', 'trial', 'pql')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Nobody knows what a single content cost: cost stands in the rows of all contents.
placed as (
    select '(all)' as shown_content, unioned.* from unioned
    union all
    select content, unioned.* from unioned where content <> '(all)'
),

summed as (
    select
        date_basis, date_day, {{ label }}, shown_content as content,
        {%- for measure in visits + clicks + steps %}
        cast(sum({{ measure }}) as bigint) as {{ measure }},
        {%- endfor %}
        {%- for measure in money %}
        case when shown_content = '(all)' then {{ known_sum(measure, 'true') }} end
            as {{ measure }},
        {%- endfor %}
        min(costs_complete) = 1 as is_cost_complete
    from placed
    group by date_basis, date_day, {{ label }}, shown_content
),

-- No visit on a day that events cover is zero; on a day they do not cover it is unknown, and so is
-- whether more accounts became product-qualified than are known to have.
known as (
    select
        summed.date_basis, summed.date_day,
        {%- for column in label.split(', ') + ['content'] %} summed.{{ column }},{% endfor %}
        {%- for measure in visits %}
        case
            when
                summed.sessions > 0
                or summed.date_day between feed.loaded_from and feed.loaded_until
                then summed.{{ measure }}
        end as {{ measure }},
        {%- endfor %}
        {%- for measure in clicks + steps + money if measure != 'pqls' %}
        summed.{{ measure }},
        {%- endfor %}
        case
            when
                summed.pqls > 0
                or summed.date_day between feed.loaded_from and feed.loaded_until
                then summed.pqls
        end as pqls,
        {{ is_mature_touch('summed.date_basis', 'summed.date_day') }} as is_mature,
        {{ is_mature_touch('summed.date_basis', 'summed.date_day', var('lead_to_mql_days')) }}
            as is_mql_rate_mature,
        coalesce(
            summed.is_cost_complete
            and summed.date_day < clock.as_of_on
            and summed.date_day between feed.loaded_from and feed.loaded_until, false
        ) as is_complete
    from summed
    cross join clock
    cross join feed
),

final as (
    select
        date_basis, date_day, {{ label }}, content,
        {{ (visits + clicks + steps) | join(', ') }},
        {{ plg_version() }} as rule_version,
        {{ money | join(', ') }},
        '{{ var("messaging_cost_basis") }}' as cost_basis,
        '{{ var("reporting_currency") }}' as currency,
        {{ ratio('leads', 'sessions') }} as lead_rate,
        {{ rate_with_bounds('leads_to_mql', 'leads', 'mql_rate') }},
        {{ rate_with_bounds('email_clicks', 'email_opens', 'ctor') }},
        {{ ratio('cost', 'leads') }} as cost_per_lead,
        {{ ratio('cost', 'mqls') }} as cost_per_mql,
        leads < {{ var('low_sample_size') | int }} as is_low_sample,
        email_opens < {{ var('low_sample_size') | int }} as is_ctor_low_sample,
        is_mature,
        is_mql_rate_mature,
        is_complete
    from known
)

select * from final
