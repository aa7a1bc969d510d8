{%- set levels = [
    'eligible_users', 'eligible_accounts', 'exposed_users', 'tried_users', 'adopted_users',
    'retained_users',
] -%}
{%- set flows = ['uses', 'active_users', 'first_time_users'] -%}
{%- set w = var('adoption_window_days') | int -%}
with changes as (
    select * from {{ ref('int_adoption_changes') }}
),

features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select date_day from {{ ref('dim_date') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

segments as (
    select segment from changes group by segment
),

spine as (
    select
        features.feature_key, features.product_id, features.is_core, segments.segment,
        calendar.date_day, feed.known_until_on
    from features
    cross join segments
    cross join clock
    cross join feed
    inner join calendar
        on calendar.date_day >= features.released_on and calendar.date_day < clock.as_of_on
),

-- Counts are the sums of all changes so far.
counted as (
    select
        spine.*,
        spine.date_day < spine.known_until_on as is_complete,
        {%- for level in levels %}
        sum(coalesce(changes.{{ level }}, 0)) over (
            partition by spine.feature_key, spine.segment order by spine.date_day asc nulls last
            rows between unbounded preceding and current row
        ) as {{ level }}_today,
        {%- endfor %}
        {%- for flow in flows %}
        coalesce(changes.{{ flow }}, 0) as {{ flow }}_today{{ ',' if not loop.last }}
        {%- endfor %}
    from spine
    left join changes
        on spine.feature_key = changes.feature_key
        and spine.segment = changes.segment
        and spine.date_day = changes.date_day
),

-- A day that no source has loaded yet is unknown, and so is who comes back in days that have not
-- been or not been loaded.
known as (
    select
        feature_key,
        product_id,
        is_core,
        segment,
        date_day,
        is_complete,
        {{ add_days('date_day', w) }} < known_until_on as is_mature,
        {%- for count in levels[:-1] + flows %}
        cast(case when is_complete then {{ count }}_today end as bigint) as {{ count }},
        {%- endfor %}
        cast(case
            when {{ add_days('date_day', w) }} < known_until_on then retained_users_today
        end as bigint) as retained_users
    from counted
),

final as (
    select
        feature_key,
        date_day,
        segment,
        product_id,
        is_core,
        eligible_users,
        eligible_accounts,
        exposed_users,
        tried_users,
        adopted_users,
        retained_users,
        uses,
        active_users,
        first_time_users,
        active_users - first_time_users as returning_users,
        {{ rate_with_bounds('tried_users', 'eligible_users', 'trial_rate') }},
        {{ rate_with_bounds('adopted_users', 'eligible_users', 'adoption_rate') }},
        coalesce(eligible_users, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        {{ rate_with_bounds('retained_users', 'adopted_users', 'feature_retention') }},
        coalesce(adopted_users, 0) < {{ var('low_sample_size') | int }}
            as is_retention_low_sample,
        is_mature,
        is_complete
    from known
)

select * from final
