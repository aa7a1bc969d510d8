-- A returned row means that entries into stages got lost: published plus excluded with a reason is not
-- what staging read.

with read_rows as (
    select count(*) as n from {{ ref('stg_hubspot__deal_stage') }}
    union all
    select count(*) from {{ ref('stg_generic__opportunity_stage_history') }}
    union all
    select count(*) from {{ ref('stg_salesforce__opportunity_history') }}
    union all
    select count(*) from {{ ref('stg_salesforce__opportunity_field_history') }}
),

kept as (
    select count(*) as n from {{ ref('opportunity_stages') }}
),

excluded as (
    select coalesce(sum(row_count), 0) as n
    from {{ ref('int_exclusions_crm') }}
    where table_name in (
        'deal_stage', 'opportunity_stage_history', 'opportunity_history',
        'opportunity_field_history'
    )
)

select total.n as read_rows, kept.n as kept_rows, excluded.n as excluded_rows
from (select sum(n) as n from read_rows) as total
cross join kept
cross join excluded
where total.n <> kept.n + excluded.n
