{%- set w = var('adoption_window_days') | int -%}
-- The window is counted from the days of use themselves, not from int_entitled_changes: what is
-- here checks feature_adoption.

with features as (
    select * from {{ ref('int_features') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- The last day that is over and loaded.
seen as (
    select least(feed.loaded_until, {{ add_days('clock.as_of_on', -1) }}) as seen_on
    from {{ ref('int_event_feed') }} as feed
    cross join clock
),

entitled as (
    select features.feature_key, entitlements.account_id
    from {{ ref('int_entitlements') }} as entitlements
    inner join features on entitlements.entitlement_key = features.entitlement_key
    cross join seen
    where
        features.released_on <= seen.seen_on
        and entitlements.from_on <= seen.seen_on
        and entitlements.to_on > seen.seen_on
),

people as (
    select account_users.account_id, cast(count(*) as bigint) as users
    from {{ ref('int_account_users') }} as account_users
    cross join seen
    where account_users.known_on <= seen.seen_on
    group by account_users.account_id
),

user_windows as (
    select
        days.feature_key,
        days.account_id,
        days.person_key,
        sum(days.uses) as uses,
        {{ is_adopted('sum(days.uses)', 'count(*)') }} as is_adopted
    from {{ ref('user_feature_days') }} as days
    inner join features
        on days.feature_key = features.feature_key and days.date_day >= features.released_on
    inner join {{ ref('int_entitlements') }} as entitlements
        on
            features.entitlement_key = entitlements.entitlement_key
            and days.account_id = entitlements.account_id
            and days.date_day >= entitlements.from_on
            and days.date_day < entitlements.to_on
    cross join seen
    where
        days.account_id is not null
        and days.date_day <= seen.seen_on
        and days.date_day > {{ add_days('seen.seen_on', -w) }}
    group by days.feature_key, days.account_id, days.person_key
),

windows as (
    select
        feature_key,
        account_id,
        cast(count(*) as bigint) as tried_users,
        {{ count_if('is_adopted') }} as adopted_users,
        cast(sum(uses) as bigint) as uses_in_window,
        cast(sum(case when is_adopted then uses else 0 end) as bigint) as adopter_uses
    from user_windows
    group by feature_key, account_id
),

histories as (
    select
        users.feature_key,
        users.account_id,
        min(users.first_used_on) as first_used_on,
        min(users.adopted_on) as first_adopted_on
    from {{ ref('int_feature_users') }} as users
    cross join seen
    where users.first_used_on <= seen.seen_on
    group by users.feature_key, users.account_id
),

pairs as (
    select feature_key, account_id from entitled
    union
    select feature_key, account_id from histories
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

counted as (
    select
        pairs.feature_key,
        pairs.account_id,
        features.product_id,
        coalesce(segments.segment, '(unknown)') as segment,
        seen.seen_on,
        entitled.account_id is not null as is_entitled,
        {%- for name, count in {
            'eligible_users': 'people.users', 'tried_users': 'windows.tried_users',
            'adopted_users': 'windows.adopted_users', 'uses_in_window': 'windows.uses_in_window',
            'adopter_uses': 'windows.adopter_uses',
        }.items() %}
        case when entitled.account_id is null then 0 else coalesce({{ count }}, 0) end
            as {{ name }},
        {%- endfor %}
        histories.first_used_on,
        case when histories.first_adopted_on <= seen.seen_on then histories.first_adopted_on end
            as first_adopted_on
    from pairs
    cross join seen
    inner join features on pairs.feature_key = features.feature_key
    left join entitled
        on pairs.feature_key = entitled.feature_key and pairs.account_id = entitled.account_id
    left join people on pairs.account_id = people.account_id
    left join windows
        on pairs.feature_key = windows.feature_key and pairs.account_id = windows.account_id
    left join histories
        on pairs.feature_key = histories.feature_key and pairs.account_id = histories.account_id
    left join segments on pairs.account_id = segments.account_id
),

final as (
    select
        *,
        {{ rate_with_bounds('tried_users', 'eligible_users', 'trial_rate') }},
        {{ rate_with_bounds('adopted_users', 'eligible_users', 'adoption_rate') }},
        {{ ratio('adopter_uses', 'adopted_users') }} as depth,
        adopted_users > 0 as is_adopted,
        eligible_users < {{ var('low_sample_size') | int }} as is_low_sample
    from counted
)

select * from final
