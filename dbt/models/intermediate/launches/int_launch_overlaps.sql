-- Pairs of launches, of any kind, that are out at the same time and address the same people: what
-- either of them brought cannot be told apart. A row of a launch meets the launches that target one
-- of its segments.

with launches as (
    select * from {{ ref('int_launches') }}
),

segments as (
    select * from {{ ref('int_launch_segments') }}
),

met as (
    select distinct own.launch_key, own.segment, other.launch_key as other_launch_key
    from segments as own
    inner join segments as other
        on
            own.member = other.member
            and other.segment = other.member
            and other.is_targeted
            and own.launch_key <> other.launch_key
),

final as (
    select
        met.launch_key,
        met.segment,
        met.other_launch_key,
        others.launch_id as other_launch_id,
        others.launched_on as other_launched_on,
        others.watched_to as other_watched_to
    from met
    inner join launches on met.launch_key = launches.launch_key
    inner join launches as others on met.other_launch_key = others.launch_key
    where
        others.launched_on <= launches.watched_to
        and others.watched_to >= launches.watched_from
)

select * from final
