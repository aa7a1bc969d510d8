-- Every row of Salesforce's history of an opportunity that counts is a change, and none is invented:
-- amounts added up per opportunity are those of staging. A row is an opportunity where they are not.
with told as (
    select
        history.source_relation, history.opportunity_id,
        count(*) as changes, sum(history.amount_original) as amounts
    from {{ ref('stg_salesforce__opportunity_history') }} as history
    inner join {{ ref('opportunities') }} as opportunities
        on
            opportunities.crm = 'salesforce'
            and history.source_relation = opportunities.source_relation
            and history.opportunity_id = opportunities.opportunity_id
    where history.exclusion_reason is null
    group by history.source_relation, history.opportunity_id
),

kept as (
    select source_relation, opportunity_id, count(*) as changes, sum(amount_original) as amounts
    from {{ ref('opportunity_history') }}
    where told_by = 'opportunity_history'
    group by source_relation, opportunity_id
)

select coalesce(told.opportunity_id, kept.opportunity_id) as opportunity_id, told.changes, kept.changes as kept
from told
full outer join kept
    on told.source_relation = kept.source_relation and told.opportunity_id = kept.opportunity_id
where
    coalesce(told.changes, 0) <> coalesce(kept.changes, 0)
    or coalesce(told.amounts, 0) <> coalesce(kept.amounts, 0)
