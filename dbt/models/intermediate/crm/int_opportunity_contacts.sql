-- Contacts of opportunities, one row per pair; merged deals and merged contacts stand for their
-- survivors. `choice` 1 is the primary one, else the first by id, among those of the deal
-- itself.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

links as (
    select source_relation, 'hubspot' as crm, opportunity_id, contact_id, 1 as preference
    from {{ ref('stg_hubspot__deal_contact') }}
    where exclusion_reason is null
    union all
    select
        source_relation, 'salesforce', opportunity_id, contact_id,
        case when is_primary then 1 else 2 end
    from {{ ref('stg_salesforce__opportunity_contact_role') }}
    where exclusion_reason is null
    union all
    select source_relation, crm, opportunity_id, contact_id, 1
    from {{ ref('int_opportunity_rows') }}
    where contact_id is not null
),

mapped as (
    select
        links.source_relation,
        links.crm,
        coalesce(deals.survivor_id, links.opportunity_id) as opportunity_id,
        coalesce(contacts.survivor_id, links.contact_id) as contact_id,
        min(links.preference + case when deals.merged_id is null then 0 else 2 end) as preference
    from links
    {{ merge_join('links', 'deals', 'opportunity', 'opportunity_id') }}
    {{ merge_join('links', 'contacts', 'contact', 'contact_id') }}
    group by
        links.source_relation,
        links.crm,
        coalesce(deals.survivor_id, links.opportunity_id),
        coalesce(contacts.survivor_id, links.contact_id)
),

final as (
    select
        source_relation,
        crm,
        opportunity_id,
        contact_id,
        row_number() over (
            partition by source_relation, crm, opportunity_id
            order by preference asc nulls last, contact_id asc nulls last
        ) as choice
    from mapped
)

select * from final
