-- A returned row means that companies got lost: published plus excluded with a reason is not what
-- staging read.

with read_rows as (
    select count(*) as n from {{ ref('stg_hubspot__company') }}
    union all
    select count(*) from {{ ref('stg_generic__accounts') }}
    union all
    select count(*) from {{ ref('stg_salesforce__account') }}
),

kept as (
    select count(*) as n from {{ ref('accounts') }}
),

excluded as (
    select coalesce(sum(row_count), 0) as n
    from {{ ref('int_exclusions_crm') }}
    where table_name in ('company', 'accounts', 'account')
)

select total.n as read_rows, kept.n as kept_rows, excluded.n as excluded_rows
from (select sum(n) as n from read_rows) as total
cross join kept
cross join excluded
where total.n <> kept.n + excluded.n
