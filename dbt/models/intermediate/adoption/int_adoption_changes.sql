{%- set measures = [
    'eligible_users', 'eligible_accounts', 'exposed_users', 'tried_users', 'adopted_users',
    'retained_users', 'uses', 'active_users', 'first_time_users',
] -%}
-- By how much each count of adoption.feature_adoption changes on a day, per feature and segment of
-- accounts, and what was used and by whom on it. Users and accounts change per kind of entitlement,
-- so a hundred features with the same plans cost what one does.

with features as (
    select features.*, greatest(features.released_on, calendar.first_day) as counted_from
    from {{ ref('int_features') }} as features
    cross join (select min(date_day) as first_day from {{ ref('dim_date') }}) as calendar
    where features.released_on is not null
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

account_users as (
    select * from {{ ref('int_account_users') }}
),

account_changes as (
    select
        account_id, date_day,
        cast(sum(eligible_users) as bigint) as eligible_users,
        cast(sum(eligible_accounts) as bigint) as eligible_accounts,
        cast(sum(exposed_users) as bigint) as exposed_users
    from (
        select
            account_id, known_on as date_day,
            count(*) as eligible_users, 0 as eligible_accounts, 0 as exposed_users
        from account_users
        group by account_id, known_on
        union all
        select account_id, min(known_on), 0, 1, 0
        from account_users
        group by account_id
        union all
        select account_id, date_day, 0, 0, mau_change
        from {{ ref('int_account_activity') }}
        where mau_change <> 0
    ) as parts
    group by account_id, date_day
),

kind_changes as (
    select kinds.entitlement_key, account_changes.*
    from account_changes
    cross join (select entitlement_key from features group by entitlement_key) as kinds
),

kinds_entitled as (
    {{ while_entitled('kind_changes', 'entitlements', ['entitlement_key'], measures[:3]) }}
),

kind_days as (
    select
        kinds_entitled.entitlement_key,
        coalesce(segments.segment, '(unknown)') as segment,
        kinds_entitled.date_day,
        {{ sum_counts(measures[:3]) }}
    from kinds_entitled
    left join segments on kinds_entitled.account_id = segments.account_id
    group by
        kinds_entitled.entitlement_key, coalesce(segments.segment, '(unknown)'),
        kinds_entitled.date_day
),

use_changes as (
    select
        changes.account_id,
        changes.feature_key,
        features.entitlement_key,
        changes.date_day,
        cast(sum(changes.tried) as bigint) as tried_users,
        cast(sum(changes.adopted) as bigint) as adopted_users,
        cast(sum(changes.retained) as bigint) as retained_users
    from {{ ref('int_entitled_changes') }} as changes
    inner join features on changes.feature_key = features.feature_key
    group by
        changes.account_id, changes.feature_key, features.entitlement_key, changes.date_day
),

uses_entitled as (
    {{ while_entitled('use_changes', 'entitlements', ['feature_key'], measures[3:6]) }}
),

-- What happened on a day counts where the account was entitled on that day.
use_days as (
    select uses.account_id, uses.feature_key, uses.date_day, uses.uses, uses.users, 0 as firsts
    from {{ ref('int_feature_uses') }} as uses
    union all
    select account_id, feature_key, first_used_on, 0, 0, count(*)
    from {{ ref('int_feature_users') }}
    group by account_id, feature_key, first_used_on
),

counted as (
    select
        feature_key, account_id, date_day,
        {{ measures[3:6] | join(', ') }}, 0 as uses, 0 as active_users, 0 as first_time_users
    from uses_entitled
    union all
    select
        use_days.feature_key, use_days.account_id, use_days.date_day,
        0, 0, 0, use_days.uses, use_days.users, use_days.firsts
    from use_days
    inner join features
        on use_days.feature_key = features.feature_key
        and use_days.date_day >= features.released_on
    inner join entitlements
        on features.entitlement_key = entitlements.entitlement_key
        and use_days.account_id = entitlements.account_id
        and use_days.date_day >= entitlements.from_on
        and use_days.date_day < entitlements.to_on
),

unioned as (
    select
        features.feature_key,
        kind_days.segment,
        greatest(kind_days.date_day, features.counted_from) as date_day,
        kind_days.{{ measures[:3] | join(', kind_days.') }},
        {% for measure in measures[3:] %}0 as {{ measure }}{{ ', ' if not loop.last }}{% endfor %}
    from kind_days
    inner join features on kind_days.entitlement_key = features.entitlement_key
    union all
    select
        counted.feature_key, coalesce(segments.segment, '(unknown)'), counted.date_day,
        0, 0, 0, counted.{{ measures[3:] | join(', counted.') }}
    from counted
    left join segments on counted.account_id = segments.account_id
),

final as (
    select feature_key, segment, date_day, {{ sum_counts(measures) }}
    from unioned
    group by feature_key, segment, date_day
)

select * from final
