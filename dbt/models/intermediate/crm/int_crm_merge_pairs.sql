-- Every merge the CRMs report, whoever reports it: the record that vanished and the one that took
-- it over, not yet followed to the end. A record that two others claim goes to the first by id.

with hubspot_contacts as (
    select source_relation, contact_id as survivor_id, merged_ids
    from {{ ref('stg_hubspot__contact') }}
    where merged_ids is not null
),

hubspot_companies as (
    select source_relation, account_id as survivor_id, merged_ids
    from {{ ref('stg_hubspot__company') }}
    where merged_ids is not null
),

pairs as (
    select source_relation, 'hubspot' as crm, 'opportunity' as entity, merged_id, survivor_id
    from {{ ref('stg_hubspot__merged_deal') }}
    union all
    select source_relation, 'hubspot', 'contact', item, survivor_id
    from {{ split_rows(
        'hubspot_contacts', ['source_relation', 'survivor_id'], 'merged_ids', ';'
    ) }}
        as parts
    union all
    select source_relation, 'hubspot', 'account', item, survivor_id
    from {{ split_rows(
        'hubspot_companies', ['source_relation', 'survivor_id'], 'merged_ids', ';'
    ) }}
        as parts
    {%- for crm, entity, model in [
        ('generic', 'contact', 'stg_generic__contacts'),
        ('generic', 'account', 'stg_generic__accounts'),
        ('salesforce', 'contact', 'stg_salesforce__contact'),
        ('salesforce', 'contact', 'stg_salesforce__lead'),
        ('salesforce', 'account', 'stg_salesforce__account'),
    ] %}
    union all
    select source_relation, '{{ crm }}', '{{ entity }}', {{ entity }}_id, merged_into_id
    from {{ ref(model) }}
    where merged_into_id is not null
    {%- endfor %}
),

final as (
    select source_relation, crm, entity, merged_id, min(survivor_id) as survivor_id
    from pairs
    where merged_id <> survivor_id
    group by source_relation, crm, entity, merged_id
)

select * from final
