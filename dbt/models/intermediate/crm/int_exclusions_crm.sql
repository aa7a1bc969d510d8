{#- Staging models that keep deleted rows with a reason. -#}
{%- set staged = [
    ['hubspot', 'contact'], ['hubspot', 'company'], ['hubspot', 'deal_contact'],
    ['hubspot', 'deal_company'], ['hubspot', 'contact_company'], ['generic', 'accounts'],
    ['generic', 'contacts'], ['generic', 'competitor_aliases'], ['salesforce', 'account'],
    ['salesforce', 'contact'], ['salesforce', 'lead'], ['salesforce', 'campaign'],
    ['salesforce', 'campaign_member'], ['salesforce', 'opportunity_contact_role'],
    ['salesforce', 'dated_conversion_rate'],
] -%}
{#- Merged records that are not deleted as well. -#}
{%- set merged = [
    ['hubspot', 'contact', 'contact', 'contact_id'],
    ['hubspot', 'company', 'account', 'account_id'],
    ['generic', 'contacts', 'contact', 'contact_id'],
    ['generic', 'accounts', 'account', 'account_id'],
    ['salesforce', 'contact', 'contact', 'contact_id'],
    ['salesforce', 'lead', 'contact', 'contact_id'],
    ['salesforce', 'account', 'account', 'account_id'],
] -%}
-- Raw rows of the CRM tables that no published table counts, with the reason (U14).

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

opportunities as (
    select * from {{ ref('int_opportunity_rows') }}
),

stage_rows as (
    select * from {{ ref('int_opportunity_stage_rows') }}
),

excluded as (
    {%- for source_name, table_name in staged %}
    select
        '{{ source_name }}' as source_name, source_relation, '{{ table_name }}' as table_name,
        exclusion_reason as reason
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    where exclusion_reason is not null
    union all
    {%- endfor %}
    {%- for source_name, table_name, entity, id in merged %}
    select '{{ source_name }}', records.source_relation, '{{ table_name }}', 'merged'
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }} as records
    inner join merges
        on
            merges.crm = '{{ source_name }}'
            and merges.entity = '{{ entity }}'
            and records.source_relation = merges.source_relation
            and records.{{ id }} = merges.merged_id
    where records.exclusion_reason is null
    union all
    {%- endfor %}
    select
        crm, source_relation, {{ opportunity_table('crm') }},
        exclusion_reason
    from opportunities
    where exclusion_reason is not null
    union all
    select
        stage_rows.crm, stage_rows.source_relation, stage_rows.table_name,
        coalesce(
            stage_rows.exclusion_reason,
            'opportunity_' || coalesce(opportunities.exclusion_reason, 'unknown')
        )
    from stage_rows
    left join opportunities
        on {{ same_record('stage_rows', 'opportunities') }}
    where
        stage_rows.exclusion_reason is not null
        or opportunities.opportunity_id is null
        or opportunities.exclusion_reason is not null
    union all
    select source_name, item_relation, table_name, exclusion_reason
    from {{ ref('int_opportunity_line_items') }}
    where exclusion_reason is not null
),

final as (
    select
        source_name, source_relation, table_name, reason,
        cast(count(*) as bigint) as row_count
    from excluded
    group by source_name, source_relation, table_name, reason
)

select * from final
