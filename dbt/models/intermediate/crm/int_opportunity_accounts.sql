-- The one account of an opportunity. HubSpot links several: the one marked primary, else the first
-- by id. Links of merged deals count for their survivor.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

links as (
    select
        source_relation, 'hubspot' as crm, opportunity_id, account_id,
        case when type_id = '5' then 1 else 2 end as preference
    from {{ ref('stg_hubspot__deal_company') }}
    where exclusion_reason is null
    union all
    select source_relation, crm, opportunity_id, account_id, 1
    from {{ ref('int_opportunity_rows') }}
    where account_id is not null
),

mapped as (
    select
        links.source_relation,
        links.crm,
        coalesce(deals.survivor_id, links.opportunity_id) as opportunity_id,
        coalesce(accounts.survivor_id, links.account_id) as account_id,
        case when deals.merged_id is null then links.preference else links.preference + 2 end
            as preference
    from links
    {{ merge_join('links', 'deals', 'opportunity', 'opportunity_id') }}
    {{ merge_join('links', 'accounts', 'account', 'account_id') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by source_relation, crm, opportunity_id
            order by preference asc nulls last, account_id asc nulls last
        ) as choice
    from mapped
),

final as (
    select source_relation, crm, opportunity_id, account_id
    from ranked
    where choice = 1
)

select * from final
