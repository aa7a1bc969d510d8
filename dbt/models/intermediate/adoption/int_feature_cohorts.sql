-- Users per feature, account and day from which they are known, with the day on which they first
-- could use the feature and the first on which they no longer could.

with features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
),

joined as (
    select account_id, known_on, cast(count(*) as bigint) as eligible_users
    from {{ ref('int_account_users') }}
    group by account_id, known_on
),

final as (
    select
        features.feature_key,
        joined.account_id,
        joined.known_on,
        max(joined.eligible_users) as eligible_users,
        min(greatest(joined.known_on, entitlements.from_on, features.released_on))
            as eligible_on,
        max(entitlements.to_on) as eligible_until
    from features
    inner join entitlements on features.entitlement_key = entitlements.entitlement_key
    inner join joined
        on
            entitlements.account_id = joined.account_id
            and joined.known_on < entitlements.to_on
            and features.released_on < entitlements.to_on
    group by features.feature_key, joined.account_id, joined.known_on
)

select * from final
