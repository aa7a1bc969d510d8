{%- set milestones = [7, 30, 90] -%}
with features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

moments as (
    {%- for days in milestones %}
    select
        features.feature_key, features.product_id, features.released_on,
        {{ days }} as days_after_release,
        {{ add_days('features.released_on', days) }} as until_on,
        {{ add_days('features.released_on', days) }} <= feed.known_until_on as is_mature,
        coalesce(
            features.released_on >= feed.loaded_from
            and features.released_on < feed.known_until_on, false
        ) as is_observed
    from features
    cross join clock
    cross join feed
    where features.released_on < clock.as_of_on
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Who could use it, who did and who adopted it, each on the day on which it first was so.
reached as (
    select
        feature_key, account_id, eligible_on as reached_on,
        eligible_users, 0 as tried_users, 0 as adopted_users
    from {{ ref('int_feature_cohorts') }}
    union all
    select feature_key, account_id, greatest(first_used_on, eligible_on), 0, 1, 0
    from {{ ref('int_feature_users') }}
    where eligible_on is not null and first_used_on < eligible_until
    union all
    select feature_key, account_id, greatest(adopted_on, eligible_on), 0, 0, 1
    from {{ ref('int_feature_users') }}
    where eligible_on is not null and adopted_on < eligible_until
),

days as (
    select
        reached.feature_key,
        coalesce(segments.segment, '(unknown)') as segment,
        reached.reached_on,
        {{ sum_counts(['eligible_users', 'tried_users', 'adopted_users']) }}
    from reached
    left join segments on reached.account_id = segments.account_id
    cross join clock
    where reached.reached_on < clock.as_of_on
    group by
        reached.feature_key, coalesce(segments.segment, '(unknown)'), reached.reached_on
),

counted as (
    select
        moments.feature_key,
        moments.product_id,
        moments.released_on,
        days.segment,
        moments.days_after_release,
        moments.is_mature,
        moments.is_observed,
        {%- for count in ['eligible_users', 'tried_users', 'adopted_users'] %}
        cast(case
            when moments.is_observed
                then sum(
                    case when days.reached_on < moments.until_on then days.{{ count }} else 0 end
                )
        end as bigint) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from moments
    inner join days on moments.feature_key = days.feature_key
    group by
        moments.feature_key, moments.product_id, moments.released_on, days.segment,
        moments.days_after_release, moments.is_mature, moments.is_observed
),

final as (
    select
        feature_key,
        segment,
        cast(days_after_release as integer) as days_after_release,
        product_id,
        released_on,
        eligible_users,
        tried_users,
        adopted_users,
        {{ rate_with_bounds('tried_users', 'eligible_users', 'trial_rate') }},
        {{ rate_with_bounds('adopted_users', 'eligible_users', 'adoption_rate') }},
        coalesce(eligible_users, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        is_observed,
        is_mature
    from counted
)

select * from final
