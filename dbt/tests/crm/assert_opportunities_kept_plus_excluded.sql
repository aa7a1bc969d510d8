-- A returned row is a connection whose opportunities are not all there: published plus excluded with
-- a reason is not what staging read.

with read_rows as (
    select source_relation, 'hubspot' as crm, count(*) as n
    from {{ ref('stg_hubspot__deal') }}
    group by source_relation
    union all
    select source_relation, 'generic', count(*)
    from {{ ref('stg_generic__opportunities') }}
    group by source_relation
    union all
    select source_relation, 'salesforce', count(*)
    from {{ ref('stg_salesforce__opportunity') }}
    group by source_relation
),

kept as (
    select source_relation, crm, count(*) as n
    from {{ ref('opportunities') }}
    group by source_relation, crm
),

excluded as (
    select source_relation, source_name as crm, sum(row_count) as n
    from {{ ref('int_exclusions_crm') }}
    where table_name in ('deal', 'opportunities', 'opportunity')
    group by source_relation, source_name
)

select read_rows.*, kept.n as kept_rows, excluded.n as excluded_rows
from read_rows
left join kept
    on read_rows.source_relation = kept.source_relation and read_rows.crm = kept.crm
left join excluded
    on read_rows.source_relation = excluded.source_relation and read_rows.crm = excluded.crm
where read_rows.n <> coalesce(kept.n, 0) + coalesce(excluded.n, 0)
