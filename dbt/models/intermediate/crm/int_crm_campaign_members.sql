-- People in campaigns of the CRMs and whether they responded; merged people and converted leads
-- stand for the contact that is left. A response is a touch, membership alone is none.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

members as (
    select *, 'salesforce' as crm
    from {{ ref('stg_salesforce__campaign_member') }}
    where exclusion_reason is null
),

campaigns as (
    select * from {{ ref('int_crm_campaigns') }}
),

final as (
    select
        members.source_relation,
        members.crm,
        members.campaign_member_id,
        members.campaign_id,
        campaigns.campaign_name,
        campaigns.campaign_type,
        coalesce(people.survivor_id, members.contact_id) as contact_id,
        members.status,
        members.has_responded,
        members.first_responded_on,
        members.created_at
    from members
    {{ merge_join('members', 'people', 'contact', 'contact_id') }}
    left join campaigns
        on {{ same_record('members', 'campaigns', 'campaign_id') }}
)

select * from final
