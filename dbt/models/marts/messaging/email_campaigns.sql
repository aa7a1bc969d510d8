{%- set rates = [
    ['open_rate', 'opened', 'delivered'], ['ctr', 'clicked', 'delivered'],
    ['ctor', 'clicked', 'opened'],
] -%}
with messages as (
    select * from {{ ref('int_email_messages') }}
),

campaigns as (
    select * from {{ ref('int_email_campaigns') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- A source that tells of no delivery at all delivers what does not come back.
judged as (
    select
        *,
        max(case when is_delivered then 1 else 0 end) over (
            partition by source_name, source_relation
        ) = 1 as tells_deliveries
    from messages
),

counted as (
    select
        source_name,
        source_relation,
        coalesce(campaign_id, '(no campaign)') as campaign_id,
        date_day,
        cast(count(*) as bigint) as sent,
        {{ count_if("is_delivered or is_opened or (not tells_deliveries and not is_bounced)") }}
            as delivered,
        {{ count_if('is_bounced and not is_delivered and not is_opened') }} as bounced,
        {{ count_if('is_opened') }} as opened,
        {{ count_if('is_clicked') }} as clicked,
        {{ count_if('is_opened_by_machine and not is_opened') }} as opened_by_machine_only
    from judged
    group by source_name, source_relation, coalesce(campaign_id, '(no campaign)'), date_day
),

final as (
    select
        counted.source_name,
        counted.source_relation,
        counted.campaign_id,
        campaigns.campaign_name,
        campaigns.subject,
        counted.date_day,
        counted.sent,
        counted.delivered,
        counted.bounced,
        counted.opened,
        counted.clicked,
        counted.opened_by_machine_only,
        {{ ratio('counted.bounced', 'counted.sent') }} as bounce_rate,
        {%- for rate, part, whole in rates %}
        {{ ratio('counted.' ~ part, 'counted.' ~ whole) }} as {{ rate }},
        {{ wilson_bound('counted.' ~ part, 'counted.' ~ whole, 'low') }} as {{ rate }}_low,
        {{ wilson_bound('counted.' ~ part, 'counted.' ~ whole, 'high') }} as {{ rate }}_high,
        {%- endfor %}
        counted.delivered < {{ var('low_sample_size') | int }} as is_low_sample,
        clock.as_of_on
        >= {{ add_days('counted.date_day', (var('email_mature_days') | int) + 1) }} as is_mature
    from counted
    cross join clock
    left join campaigns
        on
            counted.source_name = campaigns.source_name
            and counted.source_relation = campaigns.source_relation
            and counted.campaign_id = campaigns.campaign_id
)

select * from final
