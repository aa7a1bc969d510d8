-- Accounts that a CRM merged away and the account each lives on as, for tables that name accounts
-- by the company's own ids and no CRM. An id that two CRMs merge differently stays.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved and entity = 'account'
),

final as (
    select merged_id as account_id, min(survivor_id) as survivor_id
    from merges
    group by merged_id
    having min(survivor_id) = max(survivor_id)
)

select * from final
