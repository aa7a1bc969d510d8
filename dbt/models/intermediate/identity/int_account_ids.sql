-- Accounts that were merged away and the account each lives on as, for rows that name an account
-- without saying in which CRM. An id that two CRMs merged differently stays as it is.

with merges as (
    select * from {{ ref('int_crm_merges') }} where entity = 'account' and is_resolved
),

final as (
    select merged_id as account_id, min(survivor_id) as survivor_id
    from merges
    group by merged_id
    having min(survivor_id) = max(survivor_id)
)

select * from final
