-- Each returned row is a feature and segment whose latest counts, summed from changes, are not those counted from the
-- days of use, or whose uses are not those that the summary says are counted.
with latest as (
    select max(seen_on) as date_day from {{ ref('feature_accounts') }}
),

published as (
    select days.feature_key, days.segment, days.eligible_users, days.tried_users, days.adopted_users
    from {{ ref('feature_adoption') }} as days
    inner join latest on days.date_day = latest.date_day
),

recounted as (
    select
        feature_key, segment,
        sum(eligible_users) as eligible_users,
        sum(tried_users) as tried_users,
        sum(adopted_users) as adopted_users
    from {{ ref('feature_accounts') }}
    group by feature_key, segment
),

uses as (
    select feature_key, sum(uses) as uses from {{ ref('feature_adoption') }} group by feature_key
)

select
    coalesce(published.feature_key, recounted.feature_key) as feature_key,
    coalesce(published.segment, recounted.segment) as segment,
    published.adopted_users as summed, recounted.adopted_users as counted
from published
full outer join recounted
    on published.feature_key = recounted.feature_key and published.segment = recounted.segment
where
    coalesce(published.eligible_users, 0) <> coalesce(recounted.eligible_users, 0)
    or coalesce(published.tried_users, 0) <> coalesce(recounted.tried_users, 0)
    or coalesce(published.adopted_users, 0) <> coalesce(recounted.adopted_users, 0)
union all
select summary.feature_key, null as segment, uses.uses as summed, summary.counted_uses as counted
from {{ ref('feature_summary') }} as summary
left join uses on summary.feature_key = uses.feature_key
where coalesce(uses.uses, 0) <> summary.counted_uses
