{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_bound_days([['generic', 'features']]) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_rebound_days') }}

-- Uses of a feature and its users, per account and day.

with user_feature_days as (
    select * from {{ ref('user_feature_days') }}
    where {{ only_bound_days([['generic', 'features']]) }}
),

final as (
    select
        feature_key,
        account_id,
        date_day,
        cast(sum(uses) as bigint) as uses,
        cast(count(*) as bigint) as users
    from user_feature_days
    group by feature_key, account_id, date_day
)

select * from final
