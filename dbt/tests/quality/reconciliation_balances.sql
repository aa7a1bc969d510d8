-- A returned row is a table or an amount that does not balance: something was lost or counted twice.

select * from {{ ref('reconciliation') }}
where not is_balanced
