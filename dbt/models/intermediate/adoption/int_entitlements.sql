-- When an account was entitled to the features of a kind (int_features.entitlement_key): stretches
-- of days, the last one not included. Features without plans are everybody's; the others take a
-- subscription of their product, trials included, in one of their plans.

with features as (
    select entitlement_key, min(product_id) as product_id, min(plans) as plans
    from {{ ref('int_features') }}
    group by entitlement_key
),

listed as (
    select entitlement_key, product_id, lower(item) as plan
    from {{ split_rows('features', ['entitlement_key', 'product_id'], 'plans', ';') }} as parts
    group by entitlement_key, product_id, lower(item)
),

accounts as (
    select account_id from {{ ref('int_account_users') }} group by account_id
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
    where ended_on is null or ended_on > started_on
),

stretches as (
    select
        listed.entitlement_key,
        subscriptions.account_id,
        subscriptions.started_on as from_on,
        max(coalesce(subscriptions.ended_on, {{ far_day() }})) as to_on
    from subscriptions
    inner join listed
        on subscriptions.product_id = listed.product_id and lower(subscriptions.plan) = listed.plan
    group by listed.entitlement_key, subscriptions.account_id, subscriptions.started_on
),

-- Stretches that overlap or touch are one.
followed as (
    select
        *,
        max(to_on) over (
            partition by entitlement_key, account_id order by from_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from stretches
),

numbered as (
    select
        *,
        sum(case when from_on <= covered_until then 0 else 1 end) over (
            partition by entitlement_key, account_id order by from_on asc nulls last
            rows between unbounded preceding and current row
        ) as stretch
    from followed
),

final as (
    select entitlement_key, account_id, min(from_on) as from_on, max(to_on) as to_on
    from numbered
    group by entitlement_key, account_id, stretch
    union all
    select features.entitlement_key, accounts.account_id, date '1900-01-01', {{ far_day() }}
    from features
    cross join accounts
    where features.plans is null
)

select * from final
