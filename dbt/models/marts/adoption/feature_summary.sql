-- What the days of use hold is either counted in feature_adoption or set aside for one reason.

with features as (
    select * from {{ ref('int_features') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
),

judged as (
    select
        uses.feature_key,
        uses.uses,
        case
            when features.released_on is null or uses.date_day < features.released_on then 'beta'
            when uses.account_id is null then 'accountless'
            when entitlements.account_id is null then 'unentitled'
            else 'counted'
        end as verdict
    from {{ ref('int_feature_uses') }} as uses
    inner join features on uses.feature_key = features.feature_key
    cross join clock
    left join entitlements
        on features.entitlement_key = entitlements.entitlement_key
        and uses.account_id = entitlements.account_id
        and uses.date_day >= entitlements.from_on
        and uses.date_day < entitlements.to_on
    where uses.date_day < clock.as_of_on
),

uses as (
    select
        feature_key
        {%- for verdict in ['counted', 'beta', 'accountless', 'unentitled'] %},
        cast(sum(case when verdict = '{{ verdict }}' then uses else 0 end) as bigint)
            as {{ verdict }}_uses
        {%- endfor %}
    from judged
    group by feature_key
),

excluded_events as (
    select date_day, feature_key, event, row_count from {{ ref('int_excluded_days') }}
    where reason in ('internal', 'test')
),

staff as (
    select used.feature_key, cast(sum(used.row_count) as bigint) as staff_uses
    from (
        {{ feature_uses('excluded_events', 'features', ['date_day', 'row_count']) }}
    ) as used
    cross join clock
    where used.date_day < clock.as_of_on
    group by used.feature_key
),

waits as (
    select * from {{ ref('int_feature_waits') }}
),

quarters as (
    select
        feature_key,
        max(is_mature and is_observed) as is_judged,
        cast(sum(eligible_users) as bigint) as eligible_users,
        cast(sum(adopted_users) as bigint) as adopted_users
    from {{ ref('feature_milestones') }}
    where days_after_release = 90
    group by feature_key
),

final as (
    select
        features.feature_key,
        features.feature_name,
        features.product_id,
        features.plans,
        features.is_core,
        features.released_on,
        coalesce(features.released_on < clock.as_of_on, false) as is_released,
        coalesce(uses.counted_uses, 0) as counted_uses,
        coalesce(uses.beta_uses, 0) as beta_uses,
        coalesce(staff.staff_uses, 0) as staff_uses,
        coalesce(uses.unentitled_uses, 0) as unentitled_uses,
        coalesce(uses.accountless_uses, 0) as accountless_uses,
        coalesce(waits.wait_users, 0) as wait_users,
        coalesce(waits.wait_adopted, 0) as wait_adopted,
        waits.time_to_adopt,
        coalesce(waits.wait_users, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        case when quarters.is_judged then quarters.eligible_users end as d90_eligible_users,
        case when quarters.is_judged then quarters.adopted_users end as d90_adopted_users,
        case
            when quarters.is_judged
                then {{ ratio('quarters.adopted_users', 'quarters.eligible_users') }}
        end as d90_adoption_rate,
        case
            when quarters.is_judged and quarters.eligible_users > 0
                then {{ ratio('quarters.adopted_users', 'quarters.eligible_users') }}
                < {{ var('dead_feature_adoption') }}
        end as is_dead
    from features
    cross join clock
    left join uses on features.feature_key = uses.feature_key
    left join staff on features.feature_key = staff.feature_key
    left join waits on features.feature_key = waits.feature_key
    left join quarters on features.feature_key = quarters.feature_key
)

select * from final
