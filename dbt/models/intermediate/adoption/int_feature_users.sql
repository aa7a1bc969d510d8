-- Who has used a feature since its release while the account was entitled: when first, since when
-- adopted, and from when until when eligible: known, and of an account that is entitled. NULL where
-- never.

with users as (
    select
        person_key,
        account_id,
        feature_key,
        min(case when tried > 0 then date_day end) as first_used_on,
        min(case when adopted > 0 then date_day end) as adopted_on
    from {{ ref('int_entitled_changes') }}
    group by person_key, account_id, feature_key
),

cohorts as (
    select * from {{ ref('int_feature_cohorts') }}
),

account_users as (
    select * from {{ ref('int_account_users') }}
),

final as (
    select
        users.person_key,
        users.account_id,
        users.feature_key,
        users.first_used_on,
        users.adopted_on,
        cohorts.eligible_on,
        cohorts.eligible_until
    from users
    left join account_users
        on users.person_key = account_users.person_key
        and users.account_id = account_users.account_id
    left join cohorts
        on users.feature_key = cohorts.feature_key
        and users.account_id = cohorts.account_id
        and account_users.known_on = cohorts.known_on
)

select * from final
