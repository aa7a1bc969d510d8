-- The segments that make up each row of a launch: every segment by itself, the targeted ones
-- together, and all. A sheet's spelling is matched without case and spaces; a segment that no
-- account has keeps the sheet's spelling and will count nobody.

with launches as (
    select * from {{ ref('int_launches') }}
),

named as (
    select launch_key, item as segment, {{ spelling_key('item') }} as spelling
    from {{ split_rows('launches', ['launch_key'], 'segments', ';') }} as parts
),

known as (
    select coalesce(segment, '(unknown)') as segment from {{ ref('int_account_segments') }}
    union
    select '(unknown)' as segment
),

spelled as (
    select segment, {{ spelling_key('segment') }} as spelling, true as is_known from known
    union all
    select min(named.segment), named.spelling, false
    from named
    left join known
        on named.spelling = {{ spelling_key('known.segment') }}
    where known.segment is null
    group by named.spelling
),

wanted as (
    select distinct launch_key, spelling from named
),

members as (
    select
        launches.launch_key,
        spelled.segment,
        launches.is_for_everyone or wanted.spelling is not null as is_targeted
    from launches
    cross join spelled
    left join wanted
        on launches.launch_key = wanted.launch_key and spelled.spelling = wanted.spelling
    where spelled.is_known or wanted.spelling is not null
),

final as (
    select launch_key, segment, segment as member, is_targeted from members
    union all
    select launch_key, '(targeted)', segment, true
    from members
    where is_targeted
    union all
    select members.launch_key, '(all)', members.segment, launches.is_for_everyone
    from members
    inner join launches on members.launch_key = launches.launch_key
)

select * from final
