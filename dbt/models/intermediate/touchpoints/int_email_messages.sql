{%- set recipient = 'source_name, source_relation, recipient' -%}
{%- set place = 'occurred_at asc nulls last, type_order asc nulls last, event_id asc nulls last' -%}
-- E-mails sent: one row per sending of a campaign to a recipient, and what became of it. An opening
-- or a click belongs to the recipient's last e-mail of its campaign before it; one that names no
-- campaign to the last e-mail of all. A click proves that the e-mail was opened. Machines open
-- nothing.

with generic_events as (
    select * from {{ ref('stg_generic__email_events') }}
    where exclusion_reason is null or exclusion_reason = 'machine'
),

hubspot_events as (
    select * from {{ ref('stg_hubspot__email_event') }}
    where exclusion_reason is null or exclusion_reason = 'machine'
),

events as (
    select
        'generic' as source_name, source_relation, event_id, recipient_id as recipient,
        coalesce(campaign_id, '') as campaign_id, occurred_at, date_day, event_type,
        exclusion_reason is not null as is_machine
    from generic_events
    union all
    select
        'hubspot', source_relation, event_id, email_hash, coalesce(campaign_id, ''), occurred_at,
        date_day, event_type, exclusion_reason is not null
    from hubspot_events
),

ranked as (
    select
        *,
        case event_type
            when 'sent' then 1 when 'delivered' then 2 when 'bounce' then 3 when 'open' then 4
            else 5
        end as type_order
    from events
),

-- A delivery begins an e-mail where no sending of it was told.
begun as (
    select
        *,
        case
            when event_type = 'sent' then 1
            when
                event_type = 'delivered'
                and min(type_order) over (partition by {{ recipient }}, campaign_id) > 1
                then 1
            else 0
        end as begins
    from ranked
),

counted as (
    select
        *,
        sum(begins) over (
            partition by {{ recipient }}, campaign_id order by {{ place }}
            rows between unbounded preceding and current row
        ) as campaign_number,
        sum(begins) over (
            partition by {{ recipient }} order by {{ place }}
            rows between unbounded preceding and current row
        ) as recipient_number
    from begun
),

placed as (
    select
        *,
        case
            when campaign_number > 0
                then 'campaign|' || campaign_id || '|' || cast(campaign_number as string)
            when campaign_id = '' and recipient_number > 0
                then 'recipient|' || cast(recipient_number as string)
        end as place
    from counted
),

-- Events find their e-mail by its place among those of its campaign, or among all of the recipient.
beginnings as (
    select {{ recipient }}, event_id, campaign_id, occurred_at, date_day, place
    from placed
    where begins = 1
    union all
    select
        {{ recipient }}, event_id, campaign_id, occurred_at, date_day,
        'recipient|' || cast(recipient_number as string)
    from placed
    where begins = 1
),

final as (
    select
        beginnings.source_name,
        beginnings.source_relation,
        beginnings.event_id as message_id,
        nullif(beginnings.campaign_id, '') as campaign_id,
        beginnings.recipient,
        beginnings.occurred_at as sent_at,
        beginnings.date_day,
        {%- for flag, condition in {
            'is_delivered': "placed.event_type = 'delivered'",
            'is_bounced': "placed.event_type = 'bounce'",
            'is_opened': "placed.event_type in ('open', 'click') and not placed.is_machine",
            'is_clicked': "placed.event_type = 'click' and not placed.is_machine",
            'is_opened_by_machine': 'placed.is_machine',
        }.items() %}
        max(case when {{ condition }} then 1 else 0 end) = 1 as {{ flag }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from beginnings
    inner join placed
        on
            beginnings.source_name = placed.source_name
            and beginnings.source_relation = placed.source_relation
            and beginnings.recipient = placed.recipient
            and beginnings.place = placed.place
    group by
        beginnings.source_name, beginnings.source_relation, beginnings.event_id,
        beginnings.campaign_id, beginnings.recipient, beginnings.occurred_at, beginnings.date_day
)

select * from final
