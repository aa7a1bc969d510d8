-- A member is a lead or a contact; both are people of int_crm_contacts. Converted, it is both, and
-- the contact is the one that lives on.

with source as (
    select * from {{ source('salesforce', 'campaign_member') }}
),

final as (
    select
        _source_relation as source_relation,
        id as campaign_member_id,
        campaign_id,
        coalesce(contact_id, lead_id) as contact_id,
        {{ clean_text('status') }} as status,
        coalesce(has_responded, false) as has_responded,
        first_responded_date as first_responded_on,
        created_date as created_at,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
