{# Meta reports per ad. Conversions are the actions of one configured family, never of
   overlapping types. #}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days('date_day', facebook_ads_tables()) }}",
    post_hook="{{ record_built() }}",
) }}

{%- set family = sql_list(facebook_conversion_types()) -%}
with basic_ad as (
    select * from {{ ref('stg_facebook_ads__basic_ad') }}
    where {{ only_changed_days('date_day', facebook_ads_tables()) }}
),

actions as (
    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}
    where {{ only_changed_days('date_day', facebook_ads_tables()) }}
),

action_values as (
    select * from {{ ref('stg_facebook_ads__basic_ad_action_values') }}
    where {{ only_changed_days('date_day', facebook_ads_tables()) }}
),

unioned as (
    select
        source_relation, date_day, ad_id, account_id, spend_original, impressions, clicks, reach,
        cast(null as decimal(18, 6)) as platform_conversions,
        cast(null as decimal(18, 6)) as platform_value_original,
        cast(null as decimal(18, 6)) as view_through_conversions,
        0 as action_rows,
        0 as action_value_rows
    from basic_ad
    union all
    select
        source_relation, date_day, ad_id, cast(null as string), cast(null as decimal(18, 6)),
        cast(null as bigint), cast(null as bigint), cast(null as bigint),
        case when action_type in {{ family }} then conversions end,
        cast(null as decimal(18, 6)),
        case when action_type in {{ family }} then conversions_1_day_view end,
        1,
        0
    from actions
    union all
    select
        source_relation, date_day, ad_id, cast(null as string), cast(null as decimal(18, 6)),
        cast(null as bigint), cast(null as bigint), cast(null as bigint),
        cast(null as decimal(18, 6)),
        case when action_type in {{ family }} then conversion_value_original end,
        cast(null as decimal(18, 6)),
        0,
        1
    from action_values
),

final as (
    select
        source_relation,
        date_day,
        ad_id,
        max(account_id) as account_id,
        {{- sum_measures(ad_measures()) }},
        max(reach) as reach,
        cast(sum(action_rows) as bigint) as action_rows,
        cast(sum(action_value_rows) as bigint) as action_value_rows
    from unioned
    group by source_relation, date_day, ad_id
)

select * from final
