-- Companies of every CRM that are still there; merged ones live on in their survivor. Spellings of
-- one segment are one segment.

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

named as (
    select
        unioned.*,
        coalesce(parents.survivor_id, unioned.parent_account_id) as parent_survivor_id,
        {{ segment_of('unioned.segment', 'unioned.employee_count') }} as segment_name
    from unioned
    {{ merge_join('unioned', 'own', 'account', 'account_id') }}
    {{ merge_join('unioned', 'parents', 'account', 'parent_account_id') }}
    where own.merged_id is null
),

spellings as (
    select {{ spelling_key('segment_name') }} as segment_key, min(segment_name) as segment
    from named
    group by {{ spelling_key('segment_name') }}
),

final as (
    select
        named.source_relation,
        named.crm,
        named.account_id,
        named.parent_survivor_id as parent_account_id,
        named.account_name,
        named.domain,
        named.industry,
        spellings.segment,
        named.country,
        named.employee_count,
        named.created_at
    from named
    left join spellings on {{ spelling_key('named.segment_name') }} = spellings.segment_key
)

select * from final
