-- People of every CRM, one row per surviving contact; a lead of Salesforce is a person too and,
-- once converted, a record merged into its contact. Dates of life are the earliest of all records
-- that were merged into one; everything else is what the survivor says.
{%- set lives = [
    'created_at', 'lead_at', 'mql_at', 'sal_at', 'sql_at', 'opportunity_at', 'customer_at',
] %}
{%- set traits = [
    'email_hash', 'email_domain', 'account_id', 'referred_by_contact_id', 'first_source',
    'first_medium', 'first_campaign', 'lifecycle_stage', 'disqualified_at',
] %}

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

-- HubSpot links a contact to several companies and says which is primary (type 1).
companies as (
    select
        source_relation, contact_id,
        coalesce(min(case when type_id = '1' then account_id end), min(account_id)) as account_id
    from {{ ref('stg_hubspot__contact_company') }}
    where exclusion_reason is null
    group by source_relation, contact_id
),

unioned as (
    select
        contacts.source_relation, 'hubspot' as crm, contacts.contact_id, companies.account_id,
        contacts.email_hash, contacts.email_domain, contacts.created_at, contacts.lead_at,
        contacts.mql_at, cast(null as timestamp) as sal_at, contacts.sql_at,
        contacts.opportunity_at, contacts.customer_at, cast(null as timestamp) as disqualified_at,
        contacts.first_source, contacts.first_source_detail_2 as first_medium,
        contacts.first_source_detail_1 as first_campaign, contacts.lifecycle_stage,
        cast(null as string) as referred_by_contact_id, false as is_internal
    from {{ ref('stg_hubspot__contact') }} as contacts
    left join companies
        on
            contacts.source_relation = companies.source_relation
            and contacts.contact_id = companies.contact_id
    where contacts.exclusion_reason is null
    union all
    select
        source_relation, 'generic', contact_id, account_id,
        email_hash, email_domain, created_at, lead_at,
        mql_at, sal_at, sql_at,
        cast(null as timestamp), customer_at, disqualified_at,
        first_source, first_medium, first_campaign, cast(null as string),
        referred_by_contact_id, is_internal
    from {{ ref('stg_generic__contacts') }}
    where exclusion_reason is null
    union all
    select
        source_relation, 'salesforce', contact_id, account_id,
        email_hash, email_domain, created_at, cast(null as timestamp),
        cast(null as timestamp), cast(null as timestamp), cast(null as timestamp),
        cast(null as timestamp), cast(null as timestamp), cast(null as timestamp),
        first_source, cast(null as string), cast(null as string), cast(null as string),
        cast(null as string), false
    from {{ ref('stg_salesforce__contact') }}
    where exclusion_reason is null
    union all
    select
        source_relation, 'salesforce', contact_id, account_id,
        email_hash, email_domain, created_at, created_at,
        cast(null as timestamp), cast(null as timestamp), sql_at,
        opportunity_at, cast(null as timestamp), cast(null as timestamp),
        first_source, cast(null as string), cast(null as string), lifecycle_stage,
        cast(null as string), false
    from {{ ref('stg_salesforce__lead') }}
    where exclusion_reason is null
),

mapped as (
    select
        unioned.*,
        coalesce(own.survivor_id, unioned.contact_id) as survivor_id,
        own.merged_id is null as is_survivor,
        coalesce(accounts.survivor_id, unioned.account_id) as account_survivor_id,
        coalesce(referrers.survivor_id, unioned.referred_by_contact_id) as referrer_survivor_id
    from unioned
    {{ merge_join('unioned', 'own', 'contact', 'contact_id') }}
    {{ merge_join('unioned', 'accounts', 'account', 'account_id') }}
    {{ merge_join('unioned', 'referrers', 'contact', 'referred_by_contact_id') }}
),

final as (
    select
        source_relation,
        crm,
        survivor_id as contact_id,
        {%- for column in traits %}
        {%- set value = {
            'account_id': 'account_survivor_id',
            'referred_by_contact_id': 'referrer_survivor_id',
        }.get(column, column) %}
        max(case when is_survivor then {{ value }} end) as {{ column }},
        {%- endfor %}
        {%- for column in lives %}
        min({{ column }}) as {{ column }},
        {%- endfor %}
        max(case
            when
                is_internal
                or coalesce(email_domain in {{ sql_list(var('internal_domains')) }}, false)
                then 1
            else 0
        end) = 1 as is_internal,
        cast(count(*) as bigint) as record_count
    from mapped
    group by source_relation, crm, survivor_id
    having max(case when is_survivor then 1 else 0 end) = 1
)

select * from final
