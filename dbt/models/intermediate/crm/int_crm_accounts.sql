-- Companies of every CRM that are still there; merged ones live on in their survivor.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

unioned as (
    select
        source_relation, 'hubspot' as crm, account_id, cast(null as string) as parent_account_id,
        account_name, domain, industry, cast(null as string) as segment, country, employee_count,
        created_at
    from {{ ref('stg_hubspot__company') }}
    where exclusion_reason is null
    union all
    select
        source_relation, 'generic', account_id, parent_account_id,
        account_name, domain, industry, segment, country, employee_count,
        created_at
    from {{ ref('stg_generic__accounts') }}
    where exclusion_reason is null
    union all
    select
        source_relation, 'salesforce', account_id, parent_account_id,
        account_name, domain, industry, cast(null as string), country, employee_count,
        created_at
    from {{ ref('stg_salesforce__account') }}
    where exclusion_reason is null
),

final as (
    select
        unioned.source_relation,
        unioned.crm,
        unioned.account_id,
        coalesce(parents.survivor_id, unioned.parent_account_id) as parent_account_id,
        unioned.account_name,
        unioned.domain,
        unioned.industry,
        {{ segment_of('unioned.segment', 'unioned.employee_count') }} as segment,
        unioned.country,
        unioned.employee_count,
        unioned.created_at
    from unioned
    {{ merge_join('unioned', 'own', 'account', 'account_id') }}
    {{ merge_join('unioned', 'parents', 'account', 'parent_account_id') }}
    where own.merged_id is null
)

select * from final
