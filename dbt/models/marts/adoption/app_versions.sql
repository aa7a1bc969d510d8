with days as (
    select days.*
    from {{ ref('int_version_days') }} as days
    cross join {{ ref('int_clock') }} as clock
    where days.date_day < clock.as_of_on
),

-- A device with a wrong clock releases nothing.
versions as (
    select
        surface,
        app_version,
        coalesce(
            min(case when active_users >= {{ var('version_min_users') | int }} then date_day end),
            min(date_day)
        ) as first_seen_on,
        min(date_day) as first_used_on,
        max(date_day) as last_seen_on
    from days
    group by surface, app_version
),

surface_days as (
    select surface, date_day, cast(sum(active_users) as bigint) as surface_users
    from days
    group by surface, date_day
),

spine as (
    select
        versions.surface,
        versions.app_version,
        versions.first_seen_on,
        versions.last_seen_on,
        surface_days.date_day,
        surface_days.surface_users,
        coalesce(days.active_users, 0) as active_users
    from versions
    inner join surface_days
        on versions.surface = surface_days.surface
        and versions.first_used_on <= surface_days.date_day
    left join days
        on versions.surface = days.surface
        and versions.app_version = days.app_version
        and surface_days.date_day = days.date_day
),

-- Newer is what was first seen later.
followed as (
    select
        *,
        cast(sum(active_users) over (
            partition by surface, date_day
            order by first_seen_on desc nulls last, app_version desc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as updated_users,
        first_seen_on <= date_day and row_number() over (
            partition by surface, date_day
            order by
                case when first_seen_on <= date_day then first_seen_on end desc nulls last,
                app_version desc nulls last
        ) = 1 as is_newest
    from spine
),

halves as (
    select
        surface,
        app_version,
        min(case
            when 2 * updated_users >= surface_users and date_day >= first_seen_on
                then {{ days_between('first_seen_on', 'date_day') }}
        end) as days_to_update
    from followed
    group by surface, app_version
),

final as (
    select
        followed.date_day,
        followed.surface,
        followed.app_version,
        followed.first_seen_on,
        followed.last_seen_on,
        followed.is_newest,
        followed.active_users,
        followed.surface_users,
        {{ rate_with_bounds('active_users', 'surface_users', 'share', 'followed') }},
        followed.updated_users,
        {{ ratio('followed.updated_users', 'followed.surface_users') }} as uptake,
        cast(halves.days_to_update as bigint) as days_to_update,
        followed.surface_users < {{ var('low_sample_size') | int }} as is_low_sample
    from followed
    inner join halves
        on followed.surface = halves.surface and followed.app_version = halves.app_version
    where followed.date_day <= followed.last_seen_on
)

select * from final
