{%- set window = plg_longest_window() %}
-- How far a sign-up's use of the product had come on each day of the longest window of a rule: by
-- the person alone, and by the whole account of whoever opened it. A row per measure and day on
-- which it rose: active_days, events, users, features, and feature:<key>, the days on which that
-- feature was used. Only meaningful events are use.

with signups as (
    select * from {{ ref('int_plg_signups') }}
),

user_days as (
    select person_key, account_id, date_day, sum(meaningful_events) as events
    from {{ ref('user_days') }}
    where meaningful_events > 0
    group by person_key, account_id, date_day
),

feature_days as (
    select person_key, account_id, feature_key, date_day
    from {{ ref('user_feature_days') }}
),

{% set joined -%}
    and facts.date_day >= signups.signed_up_on
    and facts.date_day < {{ add_days('signups.signed_up_on', window) }}
{%- endset -%}

{% for name, facts, columns in [
    ('used', 'user_days', 'facts.person_key, facts.date_day, facts.events'),
    ('featured', 'feature_days', 'facts.person_key, facts.date_day, facts.feature_key'),
] %}
{{ name }} as (
    select signups.user_id, 'own' as scope, {{ columns }}
    from signups
    inner join {{ facts }} as facts
        on signups.person_key = facts.person_key {{ joined }}
    union all
    select signups.user_id, 'account' as scope, {{ columns }}
    from signups
    inner join {{ facts }} as facts
        on
            signups.is_opener
            and (
                signups.account_id = facts.account_id
            ) {{ joined }}
    union all
    select signups.user_id, 'account' as scope, {{ columns }}
    from signups
    inner join {{ facts }} as facts
        on
            signups.is_opener and signups.account_id is null
            and signups.person_key = facts.person_key {{ joined }}
),
{% endfor %}
days as (
    select user_id, scope, date_day, sum(events) as events
    from used
    group by user_id, scope, date_day
),

persons as (
    select user_id, scope, person_key, min(date_day) as date_day
    from used
    group by user_id, scope, person_key
),

features as (
    select user_id, scope, feature_key, min(date_day) as date_day
    from featured
    group by user_id, scope, feature_key
),

final as (
    select
        user_id, scope, 'active_days' as measure, date_day,
        cast(row_number() over (
            partition by user_id, scope order by date_day asc nulls last
        ) as bigint) as reached
    from days
    union all
    select
        user_id, scope, 'events', date_day,
        cast(sum(events) over (
            partition by user_id, scope order by date_day asc nulls last
            rows between unbounded preceding and current row
        ) as bigint)
    from days
    union all
    select
        user_id, scope, 'users', date_day,
        cast(row_number() over (
            partition by user_id, scope order by date_day asc nulls last, person_key asc nulls last
        ) as bigint)
    from persons
    union all
    select
        user_id, scope, 'features', date_day,
        cast(row_number() over (
            partition by user_id, scope
            order by date_day asc nulls last, feature_key asc nulls last
        ) as bigint)
    from features
    union all
    select
        user_id, scope, 'feature:' || feature_key, date_day,
        cast(row_number() over (
            partition by user_id, scope, feature_key order by date_day asc nulls last
        ) as bigint)
    from (select distinct user_id, scope, feature_key, date_day from featured) as each_day
)

select * from final
