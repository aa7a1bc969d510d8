{{ config(severity='warn') }}
-- A returned row is a merged record whose survivor was not found: it still counts beside it.

select * from {{ ref('int_crm_merges') }}
where not is_resolved
