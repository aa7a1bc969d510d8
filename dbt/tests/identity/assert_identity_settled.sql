-- A returned row is an identity in a chain of links longer than var identity_rounds: its person is
-- not settled. Look at what links so many in core.identity_edges, or raise the var.
select kind, person_kind, person_id
from {{ ref('int_people') }}
where not is_settled
