{%- set no_money = 'cast(null as decimal(18, 6))' %}
{%- set no_time = 'cast(null as timestamp)' %}
{%- set no_day = 'cast(null as date)' %}
{%- set no_id = 'cast(null as string)' %}

with sales as (
    select * from {{ ref('int_sales_records') }}
),

opportunities as (
    select * from {{ ref('int_opportunities') }}
),

contacts as (
    select * from {{ ref('int_crm_contacts') }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

deals as (
    select
        opportunities.*,
        opportunities.crm || ':' || opportunities.opportunity_id as record_id,
        {{ contact_key('opportunities') }} as contact_key,
        contacts.lead_at
    from opportunities
    left join contacts on {{ same_record('opportunities', 'contacts', 'contact_id') }}
),

unioned as (
    {%- for type in ['lead', 'mql', 'sql'] %}
    select
        '{{ type }}' as conversion_type, source_relation, crm || ':' || contact_id as record_id,
        {{ type }}_at as conversion_at, 'crm_contact' as actor_kind,
        {{ contact_key() }} as actor_id, account_id, {{ no_money }} as value,
        {{ no_money }} as gross_profit, lead_at, {{ no_time }} as opportunity_at,
        {{ no_time }} as closed_at, {{ no_day }} as given_on, {{ no_id }} as credited_as
    from contacts
    where not is_internal
    union all
    {%- endfor %}
    select
        'opportunity', source_relation, record_id, created_at, 'crm_contact', contact_key,
        account_id, amount, {{ no_money }}, lead_at, created_at, {{ no_time }}, {{ no_day }},
        {{ no_id }}
    from deals
    union all
    select
        'won', deals.source_relation, deals.record_id, sales.occurred_at, 'crm_contact',
        deals.contact_key, deals.account_id, sales.value, sales.gross_profit, deals.lead_at,
        deals.created_at, sales.occurred_at, sales.occurred_on, {{ no_id }}
    from deals
    inner join sales
        on
            sales.conversion_type = 'won'
            and deals.source_relation = sales.source_relation
            and deals.record_id = sales.record_id
    union all
    select
        conversion_type, source_relation, record_id, occurred_at, 'user', person_id, account_id,
        value, gross_profit, {{ no_time }}, {{ no_time }},
        case when conversion_type = 'order' then occurred_at end, occurred_on, credited_as
    from sales
    where conversion_type in ('order', 'refund')
    union all
    select
        'signup', '', {{ published_key(["'user'", 'user_id']) }}, signed_up_at, 'user', user_id,
        cast(null as string), {{ no_money }}, {{ no_money }}, {{ no_time }}, {{ no_time }},
        {{ no_time }}, {{ no_day }}, {{ no_id }}
    from {{ ref('int_signups') }}
    union all
    select
        'trial', source_relation, subscription_id,
        {{ last_second('started_on') }}, 'account', null, account_id,
        {{ no_money }}, {{ no_money }}, {{ no_time }}, {{ no_time }}, {{ no_time }}, started_on,
        {{ no_id }}
    from {{ ref('int_subscriptions') }}
    where is_trial
    union all
    select
        'pql', '', {{ published_key(["'user'", 'user_id']) }},
        {{ last_second('pql_on') }}, 'user', user_id, account_id,
        {{ no_money }}, {{ no_money }}, {{ no_time }}, {{ no_time }}, {{ no_time }}, pql_on,
        {{ no_id }}
    from {{ ref('int_plg_paths') }} as paths
    where {{ is_on_path('paths') }} and rule_version = {{ plg_version() }}
),

-- A day without a time is the source's own and never shifted between zones.
dated as (
    select *, coalesce(given_on, {{ reporting_day('conversion_at') }}) as date_day
    from unioned
    where conversion_at is not null
),

-- People as core.touchpoints knows them tonight. Staff convert nothing, but what they sold counts.
-- An order may name a user or a contact.
bound as (
    select
        dated.*,
        coalesce(people.person_kind, contacts.person_kind, dated.actor_kind) as person_kind,
        coalesce(people.person_id, contacts.person_id, dated.actor_id) as raw_person_id,
        coalesce(people.account_id, contacts.account_id) as person_account_id
    from dated
    cross join {{ ref('int_clock') }} as clock
    left join identity_map as people
        on dated.actor_kind = people.actor_kind and dated.actor_id = people.actor_id
    left join identity_map as contacts
        on
            contacts.actor_kind = 'contact'
            and {{ key_where("dated.conversion_type in ('order', 'refund')", 'dated.actor_id') }}
            = contacts.actor_id
    where
        dated.date_day <= clock.as_of_on
        and (
            dated.conversion_type in ('opportunity', 'won', 'order', 'refund', 'trial')
            or people.exclusion_reason is null
        )
),

final as (
    select
        conversion_type || '|' || source_relation || '|' || record_id as conversion_id,
        conversion_type,
        source_relation,
        conversion_at,
        date_day,
        {{ published_key(['person_kind', 'raw_person_id']) }} as person_id,
        coalesce(account_id, person_account_id) as account_id,
        value,
        gross_profit,
        '{{ var("reporting_currency") }}' as currency,
        lead_at,
        opportunity_at,
        closed_at,
        credited_as
    from bound
)

select * from final
