-- Raw rows of the usage tables that no published fact counts, with the reason. Who is staff is known
-- late, so staff are counted from the daily fact, as of tonight.

with event_days as (
    select * from {{ ref('int_event_days') }}
),

staff as (
    select * from {{ ref('int_identity') }}
    where is_internal
),

deleted_users as (
    select * from {{ ref('stg_generic__users') }} where exclusion_reason is not null
),

deleted_identities as (
    select * from {{ ref('stg_generic__identities') }} where exclusion_reason is not null
),

final as (
    select
        source_name, source_relation, table_name, exclusion_reason as reason,
        cast(sum(events) as bigint) as row_count
    from event_days
    where exclusion_reason is not null
    group by source_name, source_relation, table_name, exclusion_reason
    union all
    select
        event_days.source_name, event_days.source_relation, event_days.table_name, 'internal' as reason,
        cast(sum(event_days.events) as bigint) as row_count
    from event_days
    inner join staff
        on event_days.actor_kind = staff.actor_kind and event_days.actor_id = staff.actor_id
    group by event_days.source_name, event_days.source_relation, event_days.table_name
    union all
    select
        'generic' as source_name, source_relation, 'users' as table_name,
        exclusion_reason as reason, cast(count(*) as bigint) as row_count
    from deleted_users
    group by source_relation, exclusion_reason
    union all
    select
        'generic' as source_name, source_relation, 'identities' as table_name,
        exclusion_reason as reason, cast(count(*) as bigint) as row_count
    from deleted_identities
    group by source_relation, exclusion_reason
)

select * from final
