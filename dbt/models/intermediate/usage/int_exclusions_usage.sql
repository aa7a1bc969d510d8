-- Raw rows of the usage tables that no published fact counts, with the reason.

with excluded_days as (
    select * from {{ ref('int_excluded_days') }}
),

deleted_users as (
    select * from {{ ref('stg_generic__users') }} where exclusion_reason is not null
),

deleted_identities as (
    select * from {{ ref('stg_generic__identities') }} where exclusion_reason is not null
),

excluded_touches as (
    select * from {{ ref('int_touchpoints_bound') }}
    where exclusion_reason is not null and table_name = 'touchpoints'
),

final as (
    select
        source_name, source_relation, table_name, reason,
        cast(sum(row_count) as bigint) as row_count
    from excluded_days
    group by source_name, source_relation, table_name, reason
    union all
    select
        source_name, source_relation, table_name, exclusion_reason,
        cast(count(*) as bigint)
    from excluded_touches
    group by source_name, source_relation, table_name, exclusion_reason
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
