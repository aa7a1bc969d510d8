-- Paths as channels, a row per step, cut by var attribution_path_transforms in their order. Beside
-- the paths that converted stand those that came to nothing: people and accounts that have been
-- quiet for a whole window, with the touches of their last one.
{%- set removed = sql_list(var('attribution_removed_channels')) %}

with converting as (
    select 'conversion' as path_kind, journey, conversion_id as path_id, position, channel
    from {{ ref('int_attribution_touches') }}
),

touches as (
    select touch_id, touch_at, person_id, account_id, channel
    from {{ ref('touchpoints') }}
    where is_eligible
),

clock as (
    select * from {{ ref('int_clock') }}
),

alive as (
    {%- for journey in var('attribution_journeys') %}
    select
        '{{ journey }}' as journey,
        {{ journey }}_id as path_id,
        touch_id,
        touch_at,
        channel,
        max(touch_at) over (partition by {{ journey }}_id) as last_touch_at
    from touches
    where {{ journey }}_id is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

quiet as (
    select
        'quiet' as path_kind, alive.journey, alive.path_id,
        row_number() over (
            partition by alive.journey, alive.path_id
            order by alive.touch_at asc nulls last, alive.touch_id asc nulls last
        ) as position,
        alive.channel
    from alive
    cross join clock
    where
        alive.last_touch_at <= {{ window_start('clock.as_of_at') }}
        and alive.touch_at > {{ window_start('alive.last_touch_at') }}
),

cut_0 as (
    select * from converting
    union all
    select * from quiet
),

{%- for transform in var('attribution_path_transforms') if transform != 'unique' %}
looked_{{ loop.index }} as (
    select
        *,
        {%- if transform == 'exposure' %}
        coalesce(lag(channel) over (
            partition by path_kind, journey, path_id order by position asc nulls last
        ), '') as before_it
        {%- elif transform in ('first', 'frequency') %}
        row_number() over (
            partition by path_kind, journey, path_id, channel order by position asc nulls last
        ) as occurrence,
        count(*) over (partition by path_kind, journey, path_id, channel) as occurrences
        {%- else %}
        coalesce(max(case when channel not in {{ removed }} then position end) over (
            partition by path_kind, journey, path_id
        ), 0) as last_kept
        {%- endif %}
    from cut_{{ loop.index0 }}
),

cut_{{ loop.index }} as (
    select
        path_kind, journey, path_id, position,
        {%- if transform == 'frequency' %}
        channel || '(' || cast(occurrences as string) || ')' as channel
        {%- else %}
        channel
        {%- endif %}
    from looked_{{ loop.index }}
    where
        {%- if transform == 'exposure' %} channel <> before_it
        {%- elif transform in ('first', 'frequency') %} occurrence = 1
        {%- elif transform == 'remove_if_not_all' %} last_kept = 0 or channel not in {{ removed }}
        {%- else %} last_kept = 0 or position <= last_kept
        {%- endif %}
),
{%- endfor %}

final as (
    select *
    from cut_{{ var('attribution_path_transforms') | reject('eq', 'unique') | list | length }}
)

select * from final
