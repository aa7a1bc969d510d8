-- Contact ids as sources write them, those of merged contacts included, and the contact that each
-- means. Rows outside the CRM do not say which CRM they mean: an id that two of them use names
-- none. A contact that only users name is known by that id alone.

with contacts as (
    select source_relation, crm, contact_id from {{ ref('int_crm_contacts') }}
),

merges as (
    select * from {{ ref('int_crm_merges') }} where entity = 'contact' and is_resolved
),

known as (
    select contact_id, {{ contact_key() }} as contact_key from contacts
    union all
    select merges.merged_id as contact_id, {{ contact_key('contacts') }} as contact_key
    from merges
    inner join contacts
        on
            merges.source_relation = contacts.source_relation
            and merges.crm = contacts.crm
            and merges.survivor_id = contacts.contact_id
),

named as (
    select contact_id from {{ ref('stg_segment__users') }} where contact_id is not null
    union
    select contact_id from {{ ref('stg_generic__users') }}
    where contact_id is not null and exclusion_reason is null
),

final as (
    select contact_id, min(contact_key) as contact_key
    from known
    group by contact_id
    having min(contact_key) = max(contact_key)
    union all
    select named.contact_id, named.contact_id as contact_key
    from named
    left join known
        on named.contact_id = known.contact_id
    where known.contact_id is null
)

select * from final
