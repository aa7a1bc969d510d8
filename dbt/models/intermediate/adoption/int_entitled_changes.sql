-- int_feature_changes as they count: where an account has used a feature outside its entitlement,
-- the changes are told again by the use within it; such pairs are few, and all others stand.

with features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
),

uses as (
    select uses.account_id, uses.feature_key, uses.date_day, features.entitlement_key
    from {{ ref('int_feature_uses') }} as uses
    inner join features
        on uses.feature_key = features.feature_key and uses.date_day >= features.released_on
    where uses.account_id is not null
),

unentitled as (
    select uses.account_id, uses.feature_key
    from uses
    left join entitlements
        on
            uses.entitlement_key = entitlements.entitlement_key
            and uses.account_id = entitlements.account_id
            and uses.date_day >= entitlements.from_on
            and uses.date_day < entitlements.to_on
    where entitlements.account_id is null
    group by uses.account_id, uses.feature_key
),

used as (
    select
        days.person_key,
        days.account_id,
        days.feature_key,
        days.date_day,
        days.uses,
        {{ days_between("date '1970-01-01'", 'days.date_day') }} as day_number
    from {{ ref('user_feature_days') }} as days
    inner join unentitled
        on days.account_id = unentitled.account_id and days.feature_key = unentitled.feature_key
    inner join features
        on days.feature_key = features.feature_key and days.date_day >= features.released_on
    inner join entitlements
        on
            features.entitlement_key = entitlements.entitlement_key
            and days.account_id = entitlements.account_id
            and days.date_day >= entitlements.from_on
            and days.date_day < entitlements.to_on
),

{{ changes_of_adoption('used') }},

final as (
    select changes.*
    from {{ ref('int_feature_changes') }} as changes
    left join unentitled
        on
            changes.account_id = unentitled.account_id
            and changes.feature_key = unentitled.feature_key
    where unentitled.account_id is null
    union all
    select * from summed where tried <> 0 or adopted <> 0 or retained <> 0
)

select * from final
