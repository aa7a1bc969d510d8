-- Segment of an account by the company's own ids; CRMs that contradict one another leave it
-- unknown.

with accounts as (
    select * from {{ ref('int_crm_accounts') }}
),

final as (
    select
        account_id,
        case when min(segment) = max(segment) then min(segment) end as segment
    from accounts
    group by account_id
)

select * from final
