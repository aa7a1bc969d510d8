{%- set sheet = [['generic', 'features']] -%}
{%- set w = var('adoption_window_days') | int -%}
{%- set person = 'person_key, account_id, feature_key' -%}
{%- set in_order = 'partition by ' ~ person ~ ' order by day_number asc nulls last' -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_feature_windows() }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- Days on which a user begins or ceases to have tried a feature within the last {{ w }} days, to
-- have adopted it, or to be retained: to have adopted it and use it again in the {{ w }} days that
-- follow. Sums of these changes are the counts of any day, so no day is looked at for any user.
-- Nothing can change but on a day of use or {{ w }} days before or after one; what a day says here
-- depends on the {{ w }} days on either side of it alone.

with features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

user_feature_days as (
    select * from {{ ref('user_feature_days') }}
    where account_id is not null
        and {{ only_bound_days(sheet, before=2 * w, after=2 * w) }}
),

-- What is used before the release is a beta.
released as (
    select
        user_feature_days.person_key,
        user_feature_days.account_id,
        user_feature_days.feature_key,
        user_feature_days.date_day,
        user_feature_days.uses,
        {{ days_between("date '1970-01-01'", 'user_feature_days.date_day') }} as day_number
    from user_feature_days
    inner join features
        on
            user_feature_days.feature_key = features.feature_key
            and user_feature_days.date_day >= features.released_on
),

{#- The windows that end on the day of a use and on the day before, on the day on which it leaves
    and the day before, and {{ w }} days before it. #}
{%- set frames = {
    'now': (w - 1) ~ ' preceding and current row',
    'before': w ~ ' preceding and 1 preceding',
    'leaving': 'current row and ' ~ (w - 1) ~ ' following',
    'left': '1 following and ' ~ w ~ ' following',
    'earlier': (2 * w - 1) ~ ' preceding and ' ~ w ~ ' preceding',
} %}
windowed as (
    select
        *,
        day_number - lag(day_number) over ({{ in_order }}) as since_last,
        lead(day_number) over ({{ in_order }}) - day_number as until_next,
        count(*) over (
            {{ in_order }} range between {{ w }} following and {{ 2 * w - 1 }} following
        ) as days_after
        {%- for name, frame in frames.items() %},
        sum(uses) over ({{ in_order }} range between {{ frame }}) as uses_{{ name }},
        count(*) over ({{ in_order }} range between {{ frame }}) as days_{{ name }}
        {%- endfor %}
    from released
),

judged as (
    select
        *,
        coalesce(since_last, {{ w + 1 }}) > {{ w }} as is_fresh,
        coalesce(until_next, {{ w + 1 }}) > {{ w }} as is_last
        {%- for name in frames %},
        {{ is_adopted('uses_' ~ name, 'days_' ~ name) }} as adopted_{{ name }}
        {%- endfor %}
    from windowed
),

{%- set edges = [
    [0, 'is_fresh', 1, 0, 0],
    [w, 'is_last', -1, 0, 0],
    [0, 'adopted_now and not adopted_before', 0, 1, 1],
    [0, 'adopted_now and is_last', 0, 0, -1],
    [-w, 'is_fresh and adopted_earlier', 0, 0, 1],
    [w, 'adopted_leaving and not adopted_left', 0, -1, 0],
    [w, 'adopted_leaving and not adopted_left and days_after > 0', 0, 0, -1],
] %}

edges as (
    {%- for shift, condition, tried, adopted, retained in edges %}
    select
        person_key, account_id, feature_key,
        {{ add_days('date_day', shift) }} as date_day,
        {{ tried }} as tried, {{ adopted }} as adopted, {{ retained }} as retained
    from judged
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

summed as (
    select
        person_key,
        account_id,
        feature_key,
        date_day,
        cast(sum(tried) as bigint) as tried,
        cast(sum(adopted) as bigint) as adopted,
        cast(sum(retained) as bigint) as retained
    from edges
    where {{ only_bound_days(sheet, before=w, after=w) }}
    group by person_key, account_id, feature_key, date_day
),

final as (
    select * from summed where tried <> 0 or adopted <> 0 or retained <> 0
)

select * from final
