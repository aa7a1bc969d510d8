{%- set window = plg_longest_window() %}
{%- set asked = plg_rules() | selectattr(1, 'eq', 'activation') | map(attribute=3) | list %}
{%- set of_accounts = "where scope = 'account'" %}
-- How far a sign-up's use of the product had come on each day of the longest window of a rule: by
-- the person alone, and by the whole account of whoever opened it. A row per measure and day on
-- which it rose: active_days, events, users, features, and feature:<key>, the days on which that
-- feature was used. Only meaningful events are use. Of the person alone, who are many, only
-- features and what a rule of activation asks for are told.

with signups as (
    select * from {{ ref('int_plg_signups') }}
),

{% set joined -%}
    and facts.date_day >= signups.signed_up_on
    and facts.date_day < {{ add_days('signups.signed_up_on', window) }}
{%- endset -%}

{% for name, facts, columns, meant in [
    ('used', ref('user_days'), ['person_key', 'date_day', 'meaningful_events'],
     'where facts.meaningful_events > 0'),
    ('featured', ref('user_feature_days'), ['person_key', 'date_day', 'feature_key'], ''),
] %}
own_{{ name }} as (
    select
        signups.user_id,
        signups.is_opener and signups.account_id is null as is_account,
        facts.{{ columns | join(', facts.') }}
    from signups
    inner join {{ facts }} as facts
        on signups.person_key = facts.person_key {{ joined }}
    {{ meant }}
),

{{ name }} as (
    select user_id, 'own' as scope, {{ columns | join(', ') }}
    from own_{{ name }}
    union all
    select user_id, 'account' as scope, {{ columns | join(', ') }}
    from own_{{ name }}
    where is_account
    union all
    select signups.user_id, 'account' as scope, facts.{{ columns | join(', facts.') }}
    from signups
    inner join {{ facts }} as facts
        on
            signups.is_opener
            and (
                signups.account_id = facts.account_id
            ) {{ joined }}
    {{ meant }}
),
{% endfor %}
days as (
    select user_id, scope, date_day, sum(meaningful_events) as events
    from used
    group by user_id, scope, date_day
),

persons as (
    select user_id, scope, person_key, min(date_day) as date_day
    from used
    {{ of_accounts if 'users' not in asked }}
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
    {{ of_accounts if 'active_days' not in asked }}
    union all
    select
        user_id, scope, 'events', date_day,
        cast(sum(events) over (
            partition by user_id, scope order by date_day asc nulls last
            rows between unbounded preceding and current row
        ) as bigint)
    from days
    {{ of_accounts if 'events' not in asked }}
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
    from (
        select user_id, scope, feature_key, date_day
        from featured
        where scope = 'account' or 'feature:' || feature_key in {{ sql_list(asked) }}
        group by user_id, scope, feature_key, date_day
    ) as each_day
)

select * from final
