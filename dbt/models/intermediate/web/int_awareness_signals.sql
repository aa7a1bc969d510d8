{%- set ad_signals = {
    'branded_clicks': ['int_branded_days', 'branded_clicks', 'sum'],
    'peak_daily_reach': ['ad_performance', 'reach', 'max'],
} -%}
{%- set visit_signals = visit_signals() -%}
-- What tells how many people know the brand, per day on which it is known. A signal of ads is
-- known from the first to the last day it was reported, save on days that one of its connections
-- had not loaded; visits are known on the days that events cover.

with campaign_days as (
    select * from {{ ref('int_campaign_days') }}
),

calendar as (
    select * from {{ ref('int_calendar') }}
),

sessions as (
    select * from {{ ref('sessions') }}
),

event_span as (
    select loaded_from as first_day, loaded_until as last_day from {{ ref('int_event_feed') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

{% for signal, (model, column, aggregate) in ad_signals.items() -%}
{{ signal }} as (
    select
        source_relation,
        platform,
        date_day,
        cast({{ aggregate }}({{ column }}) as bigint) as amount
    from {{ ref(model) }}
    where {{ column }} is not null
    group by source_relation, platform, date_day
),

{% endfor -%}
ad_signals as (
    {%- for signal in ad_signals %}
    select '{{ signal }}' as signal, source_relation, platform, date_day, amount
    from {{ signal }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

reporters as (
    select signal, source_relation, platform
    from ad_signals
    group by signal, source_relation, platform
),

unloaded as (
    select reporters.signal, campaign_days.date_day
    from reporters
    inner join campaign_days
        on
            reporters.source_relation = campaign_days.source_relation
            and reporters.platform = campaign_days.platform
    where not campaign_days.is_complete
    group by reporters.signal, campaign_days.date_day
),

ad_totals as (
    select
        signal,
        date_day,
        case
            when signal = 'peak_daily_reach' then max(amount)
            else cast(sum(amount) as bigint)
        end as amount
    from ad_signals
    group by signal, date_day
),

visit_totals as (
    {%- for signal, channel in visit_signals.items() %}
    select '{{ signal }}' as signal, date_day, cast(count(*) as bigint) as amount
    from sessions
    where channel = '{{ channel }}'
    group by date_day
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

spans as (
    select signal, min(date_day) as first_day, max(date_day) as last_day
    from ad_signals
    group by signal
    {%- for signal in visit_signals %}
    union all
    select '{{ signal }}' as signal, first_day, last_day from event_span
    {%- endfor %}
),

totals as (
    select * from ad_totals
    union all
    select * from visit_totals
),

final as (
    select
        spans.signal,
        calendar.date_day,
        coalesce(totals.amount, 0) as amount
    from spans
    cross join clock
    inner join calendar
        on
            calendar.date_day >= spans.first_day
            and calendar.date_day <= spans.last_day
            and calendar.date_day < clock.as_of_on
    left join totals on spans.signal = totals.signal and calendar.date_day = totals.date_day
    left join unloaded on spans.signal = unloaded.signal and calendar.date_day = unloaded.date_day
    where unloaded.signal is null
)

select * from final
