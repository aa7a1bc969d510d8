{%- set sheet = [['generic', 'features']] -%}
{%- set user = ['person_key', 'account_id'] -%}
{%- set w = var('adoption_window_days') | int -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_since_change(
        ['person_key', 'account_id'], 'date_day', var('adoption_window_days'),
        [['generic', 'features']]
    ) }}",
    post_hook="{{ record_built() }}",
) }}
-- depends_on: {{ ref('int_use_changes') }}

-- Days on which a user begins or ceases to have tried a feature within the last {{ w }} days, to
-- have adopted it, or to be retained: to have adopted it and use it again in the {{ w }} days that
-- follow. Sums of these changes are the counts of any day, so no day is looked at for any user.
-- Nothing can change but on a day of use or {{ w }} days before or after one; what a day says here
-- depends on the {{ w }} days on either side of it alone. Use counts whether or not the account was
-- entitled to it: int_entitled_changes sees to that, and a late subscription changes nothing here.

with features as (
    select * from {{ ref('int_features') }} where released_on is not null
),

user_feature_days as (
    select facts.*
    from {{ ref('user_feature_days') }} as facts
    {{ only_since_change('facts', user, 'date_day', 2 * w, sheet) }}
    where facts.account_id is not null
),

-- What is used before the release is a beta.
released as (
    select
        user_feature_days.person_key,
        user_feature_days.account_id,
        user_feature_days.feature_key,
        user_feature_days.date_day,
        user_feature_days.uses,
        {{ days_between("date '1970-01-01'", 'user_feature_days.date_day') }} as day_number
    from user_feature_days
    inner join features
        on
            user_feature_days.feature_key = features.feature_key
            and user_feature_days.date_day >= features.released_on
),

{{ changes_of_adoption('released') }},

final as (
    select summed.*
    from summed
    {{ only_since_change('summed', user, 'date_day', w, sheet) }}
    where summed.tried <> 0 or summed.adopted <> 0 or summed.retained <> 0
)

select * from final
