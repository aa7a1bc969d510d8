-- The path of every sign-up under every version of the rules: the day it was activated (its own
-- use), and, for who opened an account, the day the account became product-qualified, first tried
-- and first paid. A rule is met on the day the last of its conditions is.

with signups as (
    select * from {{ ref('int_plg_signups') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- What is dated after tonight has not happened.
uses as (
    select facts.*
    from {{ ref('int_plg_use') }} as facts
    cross join clock
    where facts.date_day <= clock.as_of_on
),

rules as (
    select * from {{ plg_rule_rows() }}
),

versions as (
    select distinct rule_version from rules
),

met as (
    select
        signups.user_id,
        rules.rule_version,
        rules.step,
        rules.measure,
        min(facts.date_day) as met_on
    from signups
    inner join uses as facts on signups.user_id = facts.user_id
    inner join rules
        on
            facts.measure = rules.measure
            and facts.reached >= rules.least
            and facts.scope = case when rules.step = 'activation' then 'own' else 'account' end
            and facts.date_day < {{ add_days('signups.signed_up_on', 'rules.within_days') }}
    group by signups.user_id, rules.rule_version, rules.step, rules.measure
),

conditions as (
    select rule_version, step, count(*) as conditions from rules
    group by rule_version, step
),

steps as (
    select
        met.user_id,
        met.rule_version,
        met.step,
        case when count(*) = max(conditions.conditions) then max(met.met_on) end as reached_on
    from met
    inner join conditions
        on met.rule_version = conditions.rule_version and met.step = conditions.step
    group by met.user_id, met.rule_version, met.step
),

values_seen as (
    select user_id, min(date_day) as first_value_on
    from uses
    where measure = 'features' and scope = 'own'
    group by user_id
),

trials as (
    select signups.user_id, min(subscriptions.started_on) as trial_on
    from signups
    inner join {{ ref('int_subscriptions') }} as subscriptions
        on
            signups.account_id = subscriptions.account_id
            and subscriptions.is_trial
            and subscriptions.started_on >= signups.signed_up_on
    cross join clock
    where signups.is_opener and subscriptions.started_on <= clock.as_of_on
    group by signups.user_id
),

final as (
    select
        signups.user_id,
        versions.rule_version,
        signups.account_id,
        signups.segment,
        signups.signed_up_on,
        signups.is_opener,
        signups.was_customer,
        activated.reached_on as activated_on,
        values_seen.first_value_on,
        qualified.reached_on as pql_on,
        trials.trial_on,
        case when signups.is_opener and not signups.was_customer then signups.first_paid_on end
            as paid_on
    from signups
    cross join versions
    left join steps as activated
        on
            signups.user_id = activated.user_id
            and versions.rule_version = activated.rule_version
            and activated.step = 'activation'
    left join steps as qualified
        on
            signups.user_id = qualified.user_id
            and versions.rule_version = qualified.rule_version
            and qualified.step = 'pql'
    left join values_seen on signups.user_id = values_seen.user_id
    left join trials on signups.user_id = trials.user_id
)

select * from final
