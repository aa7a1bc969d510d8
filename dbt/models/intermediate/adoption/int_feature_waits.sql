{%- set until_on = 'least(cohorts.eligible_until, feed.known_until_on)' -%}
-- Median days from the first day on which a user could use a feature until it is adopted, per
-- feature, by Kaplan and Meier: users who have not adopted it count for as long as they could have
-- and use is known. Who could use it before the first event may have adopted it unseen, and is left
-- out.

with feed as (
    select * from {{ ref('int_event_feed') }}
),

cohorts as (
    select
        feature_key, eligible_on, eligible_until, cast(sum(eligible_users) as bigint) as users
    from {{ ref('int_feature_cohorts') }}
    cross join feed
    where eligible_on >= feed.loaded_from and eligible_on < feed.known_until_on
    group by feature_key, eligible_on, eligible_until
),

adopters as (
    select
        users.feature_key, users.eligible_on, users.eligible_until,
        greatest(users.adopted_on, users.eligible_on) as adopted_on,
        cast(count(*) as bigint) as adopted
    from {{ ref('int_feature_users') }} as users
    cross join feed
    where
        users.adopted_on < users.eligible_until and users.adopted_on < feed.known_until_on
        and users.eligible_on >= feed.loaded_from and users.eligible_on < feed.known_until_on
    group by
        users.feature_key, users.eligible_on, users.eligible_until,
        greatest(users.adopted_on, users.eligible_on)
),

adopted_of as (
    select feature_key, eligible_on, eligible_until, cast(sum(adopted) as bigint) as adopted
    from adopters
    group by feature_key, eligible_on, eligible_until
),

waits as (
    select
        feature_key, {{ days_between('eligible_on', 'adopted_on') }} as days, adopted,
        adopted as ended
    from adopters
    union all
    select
        cohorts.feature_key,
        {{ days_between('cohorts.eligible_on', until_on) }},
        0,
        cohorts.users - coalesce(adopted_of.adopted, 0)
    from cohorts
    cross join feed
    left join adopted_of
        on cohorts.feature_key = adopted_of.feature_key
        and cohorts.eligible_on = adopted_of.eligible_on
        and cohorts.eligible_until = adopted_of.eligible_until
),

ends as (
    select
        feature_key, days,
        cast(sum(adopted) as bigint) as adopted, cast(sum(ended) as bigint) as ended
    from waits
    group by feature_key, days
    having sum(ended) > 0
),

at_risk as (
    select
        *,
        cast(sum(ended) over (
            partition by feature_key order by days desc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as waiting
    from ends
),

surviving as (
    select
        *,
        sum({{ log_survival('adopted', 'waiting') }}) over (
            partition by feature_key order by days asc nulls last
            rows between unbounded preceding and current row
        ) as log_share
    from at_risk
),

final as (
    select
        feature_key,
        cast(sum(ended) as bigint) as wait_users,
        cast(sum(adopted) as bigint) as wait_adopted,
        cast(min(case when {{ is_half_survived('log_share') }} then days end) as bigint)
            as time_to_adopt
    from surviving
    group by feature_key
)

select * from final
