with revenue as (
    select * from {{ ref('int_customer_revenue') }}
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

users as (
    select * from {{ ref('int_signups') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

orders as (
    select
        source_relation,
        revenue_id,
        min(occurred_at) as occurred_at,
        min(account_id) as account_id,
        min(person_id) as person_id,
        {{ complete_sum('revenue', 'revenue_original', 'true') }} as value,
        {{ complete_sum('gross_profit', 'revenue_original', 'true') }} as gross_profit
    from revenue
    where revenue_source = 'order'
    group by source_relation, revenue_id
),

deals as (
    select
        opportunities.*,
        opportunities.crm || ':' || opportunities.opportunity_id as record_id,
        contacts.lead_at
    from opportunities
    left join contacts on {{ same_record('opportunities', 'contacts', 'contact_id') }}
),

unioned as (
    select
        'lead' as conversion_type, source_relation, crm || ':' || contact_id as record_id,
        lead_at as conversion_at, 'crm_contact' as actor_kind, {{ contact_key() }} as actor_id,
        account_id, cast(null as decimal(18, 6)) as value,
        cast(null as decimal(18, 6)) as gross_profit, lead_at,
        cast(null as timestamp) as opportunity_at, cast(null as timestamp) as closed_at
    from contacts
    union all
    select
        'mql', source_relation, crm || ':' || contact_id, mql_at, 'crm_contact',
        {{ contact_key() }}, account_id, cast(null as decimal(18, 6)),
        cast(null as decimal(18, 6)), lead_at, cast(null as timestamp), cast(null as timestamp)
    from contacts
    union all
    select
        'opportunity', source_relation, record_id, created_at, 'crm_contact', {{ contact_key() }},
        account_id, amount, cast(null as decimal(18, 6)), lead_at, created_at,
        cast(null as timestamp)
    from deals
    union all
    select
        'won', deals.source_relation, deals.record_id, revenue.occurred_at, 'crm_contact',
        {{ contact_key('deals') }}, deals.account_id, revenue.revenue, revenue.gross_profit,
        deals.lead_at, deals.created_at, revenue.occurred_at
    from deals
    inner join revenue
        on
            revenue.revenue_source = 'opportunity'
            and deals.source_relation = revenue.source_relation
            and deals.record_id = revenue.revenue_id
    union all
    select
        'order', source_relation, revenue_id, occurred_at, 'user', person_id, account_id,
        value, gross_profit, cast(null as timestamp), cast(null as timestamp), occurred_at
    from orders
    union all
    select
        'signup', '', {{ published_key(["'user'", 'user_id']) }}, signed_up_at, 'user',
        user_id, cast(null as string), cast(null as decimal(18, 6)), cast(null as decimal(18, 6)),
        cast(null as timestamp), cast(null as timestamp), cast(null as timestamp)
    from users
),

-- People as core.touchpoints knows them tonight.
bound as (
    select
        unioned.*,
        coalesce(
            identity_map.person_kind,
            case when unioned.actor_kind = 'crm_contact' then 'contact' else unioned.actor_kind end
        ) as person_kind,
        coalesce(identity_map.person_id, unioned.actor_id) as raw_person_id,
        identity_map.account_id as person_account_id
    from unioned
    cross join clock
    left join identity_map
        on
            unioned.actor_kind = identity_map.actor_kind
            and unioned.actor_id = identity_map.actor_id
    where
        unioned.conversion_at is not null
        and {{ reporting_day('unioned.conversion_at') }} <= clock.as_of_on
        and (
            identity_map.exclusion_reason is null
            -- what was sold counts whoever is noted beside it
            or unioned.conversion_type in ('opportunity', 'won', 'order')
        )
),

final as (
    select
        conversion_type || '|' || source_relation || '|' || record_id as conversion_id,
        conversion_type,
        source_relation,
        conversion_at,
        {{ reporting_day('conversion_at') }} as date_day,
        {{ published_key(['person_kind', 'raw_person_id']) }} as person_id,
        coalesce(account_id, person_account_id) as account_id,
        value,
        gross_profit,
        '{{ var("reporting_currency") }}' as currency,
        lead_at,
        opportunity_at,
        closed_at
    from bound
)

select * from final
