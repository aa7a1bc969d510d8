-- A returned row means that core.user_days counts more or fewer events than raw minus what is excluded.
with kept as (
    select coalesce(sum(events), 0) as events from {{ ref('user_days') }}
),

counted as (
    select coalesce(sum(events), 0) as events from {{ ref('int_event_days') }}
),

excluded as (
    select coalesce(sum(row_count), 0) as events
    from {{ ref('int_exclusions_usage') }}
    where table_name in ('pages', 'tracks', 'events')
)

select kept.events as kept, counted.events as counted, excluded.events as excluded
from kept
cross join counted
cross join excluded
where kept.events + excluded.events <> counted.events
