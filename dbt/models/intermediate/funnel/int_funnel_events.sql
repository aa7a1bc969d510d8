-- What moves people, deals and accounts through the funnel: a row per stage that is entered, and
-- `lost` where a cycle ends (a person is disqualified, a deal is lost, an account has lost its last
-- open deal). `place` orders what happens at one instant.
{%- set dates = funnel_stage_dates() %}
{%- set stages = var('funnel_stages') %}

with people as (
    select
        contacts.*,
        {{ contact_key('contacts') }} as contact_key,
        coalesce(contacts.account_id, identity_map.account_id) as known_account_id
    from {{ ref('int_crm_contacts') }} as contacts
    left join {{ ref('int_identity') }} as identity_map
        on
            identity_map.actor_kind = 'crm_contact'
            and {{ contact_key('contacts') }} = identity_map.actor_id
    where not contacts.is_internal and identity_map.exclusion_reason is null
),

deal_events as (
    select * from {{ ref('int_funnel_deal_events') }}
),

person_events as (
    {%- for stage in stages if stage in dates %}
    select
        source_relation, crm, contact_id, known_account_id as account_id, contact_key,
        '{{ stage }}' as stage, {{ dates[stage] }} as happened_at,
        {{ reporting_day(dates[stage]) }} as happened_on, {{ loop.index }} as place
    from people
    union all
    {%- endfor %}
    select
        source_relation, crm, contact_id, known_account_id, contact_key,
        'lost', disqualified_at, {{ reporting_day('disqualified_at') }}, 1000
    from people
    union all
    select
        people.source_relation, people.crm, people.contact_id, people.known_account_id,
        people.contact_key, deal_events.stage, deal_events.happened_at, deal_events.happened_on,
        500
    from deal_events
    inner join people on deal_events.contact_key = people.contact_key
    where deal_events.stage <> 'lost'
),

open_deals as (
    select
        source_relation, crm, opportunity_id, account_id, min(happened_at) as opened_at,
        coalesce(
            max(case when is_closed then happened_at end), timestamp '9999-12-31 00:00:00'
        ) as open_until_at
    from deal_events
    group by source_relation, crm, opportunity_id, account_id
),

account_losses as (
    select losses.account_id, losses.happened_at, losses.happened_on
    from deal_events as losses
    left join open_deals as others
        on
            losses.account_id = others.account_id
            and losses.crm || losses.source_relation || losses.opportunity_id
            <> others.crm || others.source_relation || others.opportunity_id
            and others.opened_at <= losses.happened_at
            and others.open_until_at > losses.happened_at
    where losses.stage = 'lost' and losses.account_id is not null and others.account_id is null
),

unioned as (
    select
        'person' as entity_kind, source_relation, crm, contact_id as entity_id, account_id,
        contact_key, stage, happened_at, happened_on, place
    from person_events
    union all
    select
        'opportunity', source_relation, crm, opportunity_id, account_id, contact_key, stage,
        happened_at, happened_on, place
    from deal_events
    union all
    select 'account', '', '', account_id, account_id, null, stage, happened_at, happened_on, 500
    from person_events
    where account_id is not null and stage <> 'lost'
    union all
    select 'account', '', '', account_id, account_id, null, stage, happened_at, happened_on, 500
    from deal_events
    where account_id is not null and stage <> 'lost'
    union all
    select
        'account', '', '', account_id, account_id, null, 'lost', happened_at, happened_on, 1000
    from account_losses
),

final as (
    select unioned.*
    from unioned
    cross join {{ ref('int_clock') }} as clock
    where unioned.happened_at is not null and unioned.happened_on <= clock.as_of_on
)

select * from final
